{#- What a person or firm has that another may have too; which of the people and firms of the row has it. -#}
{% set values = [
    ('account', 'audit.large_payments', 'payee_account_token', 'payee_credit_code'),
    ('account', 'audit.project_payments', 'payee_account_token', 'payee_credit_code'),
    ('account', 'audit.village_vouchers', 'payee_account_token', 'payee_person_id'),
    ('account', 'register.fiscal_staff', 'bank_account_token', 'person_id'),
    ('account', 'register.village_cadres', 'bank_account_token', 'person_id'),
    ('account', 'subsidy.allowance_payments', 'bank_account_token', 'person_id'),
    ('account', 'subsidy.benefit_payments', 'bank_account_token', 'person_id'),
    ('account', 'subsidy.compensation_cases', 'bank_account_token', 'person_id'),
    ('account', 'subsidy.income_shares', 'bank_account_token', 'person_id'),
    ('account', 'subsidy.job_wages', 'bank_account_token', 'person_id'),
    ('account', 'subsidy.welfare_jobs', 'bank_account_token', 'person_id'),
    ('phone', 'ledger.new_organisations', 'contact_phone_token', 'credit_code'),
    ('phone', 'ledger.tender_bidders', 'contact_phone_token', 'bidder_credit_code'),
    ('phone', 'ledger.village_accountants', 'phone_token', 'person_id'),
    ('phone', 'register.businesses', 'phone_token', 'credit_code'),
    ('phone', 'register.village_cadres', 'phone_token', 'person_id'),
    ('phone', 'subsidy.welfare_jobs', 'phone_token', 'person_id'),
    ('address', 'register.businesses', 'firm_address', 'credit_code'),
    ('author', 'ledger.tender_bidders', 'document_author_token', 'bidder_credit_code'),
    ('upload', 'ledger.tender_bidders', 'upload_ip', 'bidder_credit_code'),
] %}
{#- Rows that tie those whom they name. -#}
{% set ties = [
    ('post', 'party.parttime_declarations'),
    ('post', 'register.business_officers'),
    ('post', 'register.businesses'),
    ('kin', 'register.cadre_relatives'),
] %}

with

named as (select * from {{ ref('int_rows__named') }}),

held as (
    {%- for kind, dataset, column, role in values %}
    select
        row_uid,
        '{{ kind }}' as kind,
        {{ column }} as held_value,
        '{{ role }}' as role
    from {{ ref('int_' ~ dataset | replace('.', '__')) }}
    where {{ column }} is not null
    union all
    {%- endfor %}
    {%- for kind, dataset in ties %}
    select
        row_uid,
        '{{ kind }}' as kind,
        row_uid as held_value,
        null as role
    from {{ ref('int_' ~ dataset | replace('.', '__')) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- The same payee appears month after month: one row shows it.
final as (
    select
        held.kind,
        held.held_value,
        named.subject_type,
        named.subject_id,
        min(named.subject_name) as subject_name,
        min(held.row_uid) as row_uid
    from held
    inner join named on held.row_uid = named.row_uid and (held.role = named.role or held.role is null)
    group by held.kind, held.held_value, named.subject_type, named.subject_id
)

select * from final
