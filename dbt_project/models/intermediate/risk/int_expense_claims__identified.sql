with

claims as (select * from {{ ref('int_subsidy__expense_claims') }}),

-- Numbers of claims begin anew in every unit; a claim without one goes by its invoice, voucher or row.
final as (
    select
        *,
        coalesce(org_id, org_name) as unit_id,
        coalesce(org_id, org_name) || '/' || coalesce(claim_no, invoice_no, voucher_no, row_uid) as claim_id,
        cast(extract(year from spent_on) as integer) as spent_year
    from claims
)

select * from final
