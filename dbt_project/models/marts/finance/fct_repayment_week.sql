with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

instalments as (
    select
        *,
        {{ fold_name('owner_unit') }} as match_key
    from {{ ref('stg_audit__repayment_plans') }}
),

delivered as (
    {{
        effective_rows(
            'instalments',
            ['account_no', 'owner_unit', 'due_on', 'due_cny', 'planned_source', 'paid_on', 'paid_cny'],
            has_round=false
        )
    }}
),

planned as (
    select
        *,
        row_number() over (plan order by due_on desc, row_uid desc) as place_from_end,
        max(diverted_cny) over plan as diverted,
        sum(due_cny) over plan as planned_cny,
        row_number() over (
            partition by week_id, account_no, match_key, extract(year from due_on), due_on > known_until
            order by due_on, row_uid
        ) as place_in_year,
        case when paid_on > known_until then 0 else coalesce(paid_cny, 0) end as paid_so_far_cny
    from delivered
    window plan as (partition by week_id, account_no, match_key)
),

final as (
    select
        planned.week_id,
        planned.account_no,
        coalesce(names.name, planned.owner_unit) as owner_unit,
        names.org_id,
        planned.due_on,
        planned.due_cny,
        planned.planned_source,
        planned.source_account_kind,
        planned.paid_on,
        planned.paid_so_far_cny as paid_cny,
        -- The principal stands on each row of its plan and counts on the last.
        case
            when planned.place_from_end = 1 then coalesce(planned.diverted, planned.planned_cny, 0)
            else 0
        end as principal_cny,
        planned.place_from_end = 1 as is_last_instalment,
        coalesce(planned.due_on > planned.known_until, false) as is_ahead,
        planned.place_in_year = 1 as is_first_of_year,
        coalesce(planned.due_on <= planned.known_until, false)
        and not coalesce(planned.adjusted_on <= planned.due_on, false) as is_due,
        coalesce(
            planned.paid_on <= planned.due_on and planned.paid_so_far_cny >= planned.due_cny, false
        ) as is_paid_in_time,
        planned.row_uid
    from planned
    left join names on planned.week_id = names.week_id and planned.match_key = names.match_key
)

select * from final
