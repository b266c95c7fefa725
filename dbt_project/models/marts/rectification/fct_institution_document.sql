with

listed as (select * from {{ ref('int_institutions__listed') }}),

linked as (select * from {{ ref('int_institutions__linked') }}),

executed as (select * from {{ ref('int_institutions__executed') }}),

recorded as (
    select distinct week_id
    from {{ ref('int_loads__effective') }}
    where dataset = 'ledger.institution_executions'
),

-- The edition that counts is the latest of the site's own that is in force.
ranked as (
    select
        listed.*,
        linked.title_proper,
        linked.family_id,
        listed.change <> 'withdrawn' and not listed.is_cited as is_active,
        row_number() over (
            partition by listed.week_id, linked.family_id
            order by
                listed.change = 'withdrawn' or listed.is_cited, listed.effective_on desc, listed.is_trial,
                listed.doc_no is null, listed.document_id
        ) as place
    from listed
    inner join linked on listed.week_id = linked.week_id and listed.document_id = linked.document_id
),

final as (
    select
        now.week_id,
        now.document_id,
        counted.document_id as canonical_id,
        case
            when now.is_cited then 'not_own'
            when now.change = 'withdrawn' then 'withdrawn'
            when now.place = 1 then 'counted'
            when now.text_digest = counted.text_digest then 'same_text'
            when now.title_proper <> counted.title_proper then 'replaced'
            when now.is_trial and not counted.is_trial then 'trial_edition'
            when now.edition_words <> counted.edition_words or now.change <> counted.change then 'earlier_edition'
            else 'variant_title'
        end as reason,
        now.place = 1 and now.is_active as is_counted,
        now.title,
        now.doc_no,
        now.issuer,
        now.org_id,
        now.change,
        now.issued_on,
        now.effective_on,
        now.is_trial,
        now.tasks,
        now.is_trial and now.place = 1 and now.is_active
        and coalesce(now.review_due_on, {{ add_days('now.effective_on', 730) }}) < now.known_until as is_overdue_trial,
        case when recorded.week_id is not null then coalesce(executed.executions, 0) end as executions,
        now.row_uid,
        counted.row_uid as canonical_row_uid,
        executed.row_uid as execution_row_uid
    from ranked as now
    inner join ranked as counted
        on now.week_id = counted.week_id and now.family_id = counted.family_id and counted.place = 1
    left join executed on now.week_id = executed.week_id and now.family_id = executed.family_id
    left join recorded on now.week_id = recorded.week_id
)

select * from final
