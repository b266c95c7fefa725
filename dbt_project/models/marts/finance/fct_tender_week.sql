with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

tenders as (
    select
        *,
        {{ fold_name('coalesce(village, unit)') }} as match_key
    from {{ ref('stg_ledger__tenders') }}
),

delivered as (
    {{
        effective_rows(
            'tenders',
            ['tender_no', 'project_name', 'village', 'unit', 'notice_on', 'winner_token', 'contract_cny'],
            has_round=false
        )
    }}
),

passed as (
    select
        *,
        coalesce(awarded_on <= known_until, false) as is_awarded,
        {{ fold_name('coalesce(street, unit)') }} as area_key,
        sum(case when awarded_on <= known_until then award_cny end) over (
            partition by week_id, {{ fold_name('coalesce(street, unit)') }}, winner_token
        ) as winner_cny,
        0
        {%- for gate in range(1, 10) %}
        + case when gate_{{ gate }}_on <= known_until then 1 else 0 end
        {%- endfor %} as gates_passed,
        true
        {%- for gate in range(2, 10) %}
        and coalesce(gate_{{ gate - 1 }}_on <= gate_{{ gate }}_on, false)
        {%- endfor %} as is_in_order
    from delivered
),

-- Who won most in the subdistrict; of equals the first by token, so that one firm leads and no other.
ranked as (
    select
        *,
        first_value(winner_token) over (
            partition by week_id, area_key
            order by winner_token is null, coalesce(winner_cny, 0) desc, winner_token
        ) as top_winner_token
    from passed
),

final as (
    select
        ranked.week_id,
        ranked.tender_no,
        ranked.project_name,
        coalesce(names.name, ranked.village, ranked.unit) as unit,
        names.org_id,
        ranked.street,
        ranked.category,
        ranked.method,
        ranked.supervised_by is not null as is_supervised,
        ranked.awarded_on,
        ranked.is_awarded,
        cast(ranked.gates_passed as integer) as gates_passed,
        ranked.gates_passed = 9 and ranked.is_in_order as has_all_gates,
        ranked.winner_masked,
        coalesce(ranked.winner_token = ranked.top_winner_token, false) as is_top_winner,
        ranked.budget_cny,
        ranked.award_cny,
        ranked.contract_cny,
        coalesce(ranked.change_cny, 0) as change_cny,
        ranked.row_uid
    from ranked
    left join names on ranked.week_id = names.week_id and ranked.match_key = names.match_key
)

select * from final
