with

disclosures as (select * from {{ ref('int_disclosures__posted') }}),

final as (
    select
        'L07.5' as indicator_id,
        'document' as subject_type,
        disclosure as subject_id,
        org_id,
        month_on as period_start,
        posted_on as period_end,
        other_expense_cny as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'board',
            'village': 'org_name',
            'month': 'month_on',
            'other': 'other_expense_cny',
            'expense': 'expense_cny',
            'share': 'other_expense_cny / expense_cny'
        }) }} as detail
    from disclosures
    where
        expense_cny >= {{ parameter('expense_cny') }}
        and other_expense_cny > expense_cny * {{ parameter('other_share') }}
)

select * from final
