with

reviews as (select * from {{ ref('int_household_reviews__assessed') }}),

members as (select * from {{ ref('int_household__welfare_households') }}),

payments as (select * from {{ ref('int_subsidy__benefit_payments') }}),

helped as (
    select household_no, person_id from members
    union
    select household_no, person_id from payments
),

-- Waiting counts only while the office has all it needs.
waiting as (
    select *
    from reviews
    where
        is_last
        and decision = 'include'
        and {{ days_between('visited_on', known_until()) }} > {{ parameter('waiting_days') }}
        and not coalesce({{ fits('note', "'材料不全|补正'") }}, false)
        and not exists (
            select 1
            from helped
            where helped.household_no = reviews.household_no or helped.person_id = reviews.person_id
        )
),

ranked as (
    select *, row_number() over (partition by home_key order by visited_on, row_uid) as place
    from waiting
),

final as (
    select
        'H01.8' as indicator_id,
        'household' as subject_type,
        home_key as subject_id,
        org_id,
        visited_on as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'scheme': 'scheme',
            'visited_on': 'visited_on',
            'until': known_until(),
            'waited_days': days_between('visited_on', known_until())
        }) }} as detail
    from ranked
    where place = 1
)

select * from final
