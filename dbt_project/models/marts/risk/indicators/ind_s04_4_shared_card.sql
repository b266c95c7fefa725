with

-- A guardian who collects is named as such; only money that is said to go to the household itself is compared.
payments as (
    select *, coalesce(household_no, person_id) as home_key
    from {{ ref('int_subsidy__benefit_payments') }}
    where
        bank_account_token is not null
        and person_id is not null
        and coalesce(payee_relation, '本人') in ('本人', '户主')
),

homes as (
    select
        bank_account_token,
        home_key,
        min(month) as first_month,
        sum(amount_cny) as amount_cny,
        row_number() over (partition by bank_account_token order by min(month), home_key) as place
    from payments
    group by bank_account_token, home_key
),

shared as (
    select
        bank_account_token,
        max(first_month) filter (where place = 2) as shared_from,
        count(*) as homes,
        sum(amount_cny) - max(amount_cny) as amount_cny
    from homes
    group by bank_account_token
    having count(*) > 1
),

gathered as (
    select
        bank_account_token,
        min(bank_account_masked) as account,
        min(org_id) as org_id,
        min(org_name) as org_name,
        max(month) as last_month,
        min(coalesce(household_no, '')) as one_home,
        max(coalesce(household_no, '')) as other_home,
        {{ gathered_rows('row_uid') }} as evidence
    from payments
    group by bank_account_token
    having count(distinct person_id) > 1
),

final as (
    select
        'S04.4' as indicator_id,
        'account' as subject_type,
        shared.bank_account_token as subject_id,
        gathered.org_id,
        shared.shared_from as period_start,
        gathered.last_month as period_end,
        shared.amount_cny,
        null as score,
        gathered.evidence,
        {{ detail({
            'subject': 'gathered.account',
            'village': 'gathered.org_name',
            'homes': 'shared.homes',
            'one_home': 'gathered.one_home',
            'other_home': 'gathered.other_home',
            'shared_from': 'shared.shared_from',
            'amount': 'shared.amount_cny'
        }) }} as detail
    from shared
    inner join gathered on shared.bank_account_token = gathered.bank_account_token
)

select * from final
