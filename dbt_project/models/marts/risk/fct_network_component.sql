with

linked as (select * from {{ ref('int_network__linked') }}),

involved as (select * from {{ ref('fct_involvement') }}),

members as (
    select
        component_id,
        one_type as subject_type,
        one_id as subject_id
    from linked
    union
    select
        component_id,
        other_type,
        other_id
    from linked
),

looked_at as (
    select
        members.component_id,
        count(distinct members.subject_type || '|' || members.subject_id) as members_with_findings,
        count(distinct involved.finding_id) as findings
    from members
    inner join involved on members.subject_type = involved.subject_type and members.subject_id = involved.subject_id
    group by members.component_id
),

sized as (
    select
        component_id,
        count(*) as members,
        {{ count_where("subject_type = 'person'") }} as people,
        {{ count_where("subject_type = 'firm'") }} as firms
    from members
    group by component_id
),

tied as (
    select
        component_id,
        count(*) as edges,
        {{ gathered_rows('kind') }} as kinds
    from linked
    group by component_id
),

-- Most families and firms are tied by something; only where there is something to look at does the tie matter.
final as (
    select
        sized.component_id,
        sized.members,
        sized.people,
        sized.firms,
        tied.edges,
        tied.kinds,
        looked_at.members_with_findings,
        looked_at.findings,
        sized.members <= 50 as is_drawn
    from looked_at
    inner join sized on looked_at.component_id = sized.component_id
    inner join tied on looked_at.component_id = tied.component_id
)

select * from final
