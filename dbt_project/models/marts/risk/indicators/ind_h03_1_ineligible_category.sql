with

members as (select * from {{ ref('int_households__listed') }}),

holdings as (select * from {{ ref('int_persons__endowed') }}),

-- Only the same ID card counts; a namesake never does.
matched as (
    select
        members.household_no,
        members.roll,
        members.village,
        members.org_id,
        members.person_name_masked,
        members.row_uid as member_row_uid,
        holdings.category,
        holdings.item,
        holdings.held_on,
        holdings.row_uid as holding_row_uid,
        count(*) over (partition by members.household_no) as items,
        row_number() over (
            partition by members.household_no order by holdings.held_on, holdings.row_uid, members.row_uid
        ) as place
    from members
    inner join holdings on members.person_id = holdings.person_id
    where coalesce(holdings.share_ratio, 1) >= {{ parameter('share_ratio') }}
),

gathered as (
    select
        household_no,
        {{ joined_rows(gathered_rows('member_row_uid'), gathered_rows('holding_row_uid')) }} as evidence
    from matched
    group by household_no
),

final as (
    select
        'H03.1' as indicator_id,
        'household' as subject_type,
        matched.household_no as subject_id,
        matched.org_id,
        matched.held_on as period_start,
        cast(null as date) as period_end,
        null as amount_cny,
        null as score,
        gathered.evidence,
        {{ detail({
            'subject': 'matched.person_name_masked',
            'household_no': 'matched.household_no',
            'village': 'matched.village',
            'roll': 'matched.roll',
            'category': 'matched.category',
            'item': 'matched.item',
            'held_on': 'matched.held_on',
            'items': 'matched.items'
        }) }} as detail
    from matched
    inner join gathered on matched.household_no = gathered.household_no
    where matched.place = 1
)

select * from final
