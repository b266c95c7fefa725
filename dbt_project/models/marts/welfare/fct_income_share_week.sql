with

loads as (select * from {{ ref('int_loads__effective') }}),

shares as (select * from {{ ref('stg_subsidy__income_shares') }}),

income as (select * from {{ ref('fct_project_income_week') }}),

delivered as (
    {{
        effective_rows(
            'shares',
            [
                'project_no', 'project_name', 'village', 'year', 'batch', 'household_no',
                'id_card_token', 'person_name_token', 'class', 'paid_on', 'amount_cny'
            ],
            has_round=false
        )
    }}
),

shared as (
    select
        week_id,
        coalesce(project_no, {{ fold_name('project_name') }}) as project_key,
        year,
        sum(amount_cny) as shared_cny,
        count(distinct coalesce(household_no, id_card_token, person_name_token)) as households,
        min(row_uid) as row_uid
    from delivered
    where coalesce(paid_on <= known_until, true)
    group by week_id, coalesce(project_no, {{ fold_name('project_name') }}), year
),

received as (
    select
        week_id,
        coalesce(project_no, {{ fold_name('project_name') }}) as project_key,
        year,
        min(project_name) as project_name,
        min(village) as village,
        {{ first_by('org_id', 'row_uid') }} as org_id,
        sum(received_cny) as received_cny,
        min(row_uid) as row_uid
    from income
    group by week_id, coalesce(project_no, {{ fold_name('project_name') }}), year
),

asked as (select distinct week_id from delivered),

final as (
    select
        received.week_id,
        received.project_key,
        received.project_name,
        received.village,
        received.org_id,
        received.year,
        received.received_cny,
        coalesce(shared.shared_cny, 0) as shared_cny,
        cast(coalesce(shared.households, 0) as integer) as households,
        received.row_uid,
        shared.row_uid as share_row_uid
    from received
    inner join asked on received.week_id = asked.week_id
    left join shared
        on
            received.week_id = shared.week_id
            and received.project_key = shared.project_key
            and received.year = shared.year
)

select * from final
