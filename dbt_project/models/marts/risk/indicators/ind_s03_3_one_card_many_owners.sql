with

-- An agent with a notarised letter of attorney may draw for others; only the remark tells.
cases as (
    select *
    from {{ ref('int_subsidy__compensation_cases') }}
    where
        bank_account_token is not null
        and not coalesce({{ fits('note', "'委托|公证|授权'") }}, false)
),

homes as (
    select person_id, min(household_register_no_token) as household_token
    from {{ ref('int_register__residents') }}
    where person_id is not null
    group by person_id
),

-- Members of one household share a card as a matter of course.
cards as (
    select
        cases.bank_account_token,
        min(cases.bank_account_masked) as bank_account_masked,
        {{ first_by('cases.org_id', 'cases.paid_on') }} as org_id,
        min(cases.org_name) as org_name,
        min(cases.payee_name_masked) as payee_masked,
        count(distinct coalesce(homes.household_token, cases.person_id, cases.person_name_token)) as owners,
        min(cases.paid_on) as first_on,
        max(cases.paid_on) as last_on,
        sum(cases.paid_cny) as paid_cny,
        sum(case when cases.payee_name_token = cases.person_name_token then 0 else cases.paid_cny end) as others_cny,
        {{ gathered_rows('cases.row_uid') }} as case_rows
    from cases
    left join homes on cases.person_id = homes.person_id
    group by cases.bank_account_token
),

final as (
    select
        'S03.3' as indicator_id,
        'account' as subject_type,
        bank_account_token as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        others_cny as amount_cny,
        null as score,
        case_rows as evidence,
        {{ detail({
            'subject': 'bank_account_masked', 'village': 'org_name', 'payee': 'payee_masked', 'owners': 'owners',
            'first_on': 'first_on', 'last_on': 'last_on', 'paid': 'paid_cny', 'others': 'others_cny'
        }) }} as detail
    from cards
    where owners >= {{ parameter('owners') }}
)

select * from final
