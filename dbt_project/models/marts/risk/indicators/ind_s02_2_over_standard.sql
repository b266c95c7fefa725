with

-- A venue's tax comes on top of the standard; it is named in the remark only, and excuses no more than a tax comes to.
over_standard as (
    select *
    from {{ ref('int_expense_claims__capped') }}
    where
        most_cny > 0
        and amount_cny > most_cny * case
            when {{ fits('note', "'税|附加'") }} then 1 + {{ parameter('tax_share') }}
            else 1
        end
),

bills as (
    select
        claim_id,
        min(claim_no) as claim_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        {{ first_by('category', 'spent_on') }} as category,
        min(spent_on) as spent_on,
        max(heads) as heads,
        sum(amount_cny) as amount_cny,
        sum(most_cny) as most_cny,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('standard_row_uid')) }} as bill_rows
    from over_standard
    group by claim_id
),

final as (
    select
        'S02.2' as indicator_id,
        'voucher' as subject_type,
        claim_id as subject_id,
        org_id,
        spent_on as period_start,
        spent_on as period_end,
        amount_cny - most_cny as amount_cny,
        null as score,
        bill_rows as evidence,
        {{ detail({
            'subject': 'coalesce(claim_no, claim_id)', 'unit': 'org_name', 'category': 'category',
            'spent_on': 'spent_on', 'heads': 'heads', 'amount': 'amount_cny', 'most': 'most_cny',
            'over': 'amount_cny - most_cny'
        }) }} as detail
    from bills
)

select * from final
