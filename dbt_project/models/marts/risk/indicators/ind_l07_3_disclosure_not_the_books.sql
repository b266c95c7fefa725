with

disclosures as (
    select * from {{ ref('int_disclosures__posted') }} where kind = 'finance' and expense_cny is not null
),

vouchers as (select * from {{ ref('int_audit__village_vouchers') }}),

-- A board closes on the day it is due; what is booked in the last days of a month may or may not be on it.
booked as (
    select
        disclosures.disclosure,
        {{ gathered_rows('vouchers.row_uid') }} as voucher_rows
        {%- for name in ['income', 'expense'] %},
        coalesce(sum(vouchers.amount_cny) filter (where vouchers.direction = '{{ name }}'), 0) as {{ name }}_whole,
        coalesce(
            sum(vouchers.amount_cny) filter (
                where vouchers.direction = '{{ name }}'
                and extract(day from vouchers.booked_on) <= {{ parameter('closing_day') }}
            ), 0
        ) as {{ name }}_closed
        {%- endfor %}
    from disclosures
    inner join vouchers
        on
            disclosures.org_name = vouchers.org_name
            and disclosures.month_on = {{ month_start('vouchers.booked_on') }}
    group by disclosures.disclosure
),

gaps as (
    select
        disclosures.*,
        booked.voucher_rows,
        booked.income_closed,
        booked.expense_closed,
        {%- for cut in ['whole', 'closed'] %}
        {%- for name in ['income', 'expense'] %}
        coalesce(
            abs(disclosures.{{ name }}_cny - booked.{{ name }}_{{ cut }})
            > greatest({{ parameter('gap_cny') }}, booked.{{ name }}_{{ cut }} * {{ parameter('gap_share') }}), false
        ) as is_{{ name }}_{{ cut }}_off,
        {%- endfor %}
        {%- endfor %}
        coalesce(abs(disclosures.income_cny - booked.income_closed), 0)
        + abs(disclosures.expense_cny - booked.expense_closed) as gap_cny
    from disclosures
    inner join booked on disclosures.disclosure = booked.disclosure
),

final as (
    select
        'L07.3' as indicator_id,
        'document' as subject_type,
        disclosure as subject_id,
        org_id,
        month_on as period_start,
        posted_on as period_end,
        gap_cny as amount_cny,
        null as score,
        {{ joined_rows(row_list(['row_uid']), 'voucher_rows') }} as evidence,
        {{ detail({
            'subject': 'board',
            'village': 'org_name',
            'month': 'month_on',
            'income': 'income_cny',
            'expense': 'expense_cny',
            'income_booked': 'income_closed',
            'expense_booked': 'expense_closed',
            'gap': 'gap_cny'
        }) }} as detail
    from gaps
    where
        (is_income_whole_off or is_expense_whole_off) and (is_income_closed_off or is_expense_closed_off)
)

select * from final
