with

receipts as (select * from {{ ref('int_audit__revenue_receipts') }}),

-- Taxes are paid by dates in the law; what offices collect themselves has no reason to wait for the end of a quarter.
collected as (
    select
        *,
        {{ add_months(month_start('received_on'), '0 - (extract(month from received_on) - 1) % 3') }} as quarter_start,
        {{ add_months(month_start('received_on'), '3 - (extract(month from received_on) - 1) % 3') }} as next_start
    from receipts
    where kind in ('non_tax', 'government_fund') and received_on is not null and collecting_unit is not null
),

placed as (
    select
        *,
        coalesce(org_id, org_name) as collector,
        {{ add_days('next_start', -1) }} as quarter_end,
        received_on >= {{ add_days('next_start', '0 - ' ~ parameter('tail_days')) }}
        and coalesce(due_on < {{ add_days('next_start', '0 - ' ~ parameter('tail_days')) }}, true)
        and not coalesce({{ fits('note', "'(法定|缴款|汇缴)期限.*季末'") }}, false) as is_late_in_quarter
    from collected
),

quarters as (
    select
        collector,
        quarter_start,
        quarter_end,
        max(org_id) as org_id,
        max(org_name) as org_name,
        count(*) as receipts,
        sum(amount_cny) as total_cny,
        sum(case when is_late_in_quarter then amount_cny else 0 end) as tail_cny,
        {{ gathered_rows('case when is_late_in_quarter then row_uid end') }} as tail_rows
    from placed
    group by collector, quarter_start, quarter_end
),

final as (
    select
        'A04.2' as indicator_id,
        'organisation' as subject_type,
        collector as subject_id,
        org_id,
        quarter_start as period_start,
        quarter_end as period_end,
        tail_cny as amount_cny,
        null as score,
        tail_rows as evidence,
        {{ detail({
            'subject': 'org_name',
            'quarter_start': 'quarter_start',
            'quarter_end': 'quarter_end',
            'tail': 'tail_cny',
            'total': 'total_cny',
            'share': 'tail_cny / total_cny'
        }) }} as detail
    from quarters
    where
        quarter_end <= {{ known_until() }}
        and receipts >= {{ parameter('min_receipts') }}
        and tail_cny > 0
        and tail_cny >= {{ parameter('tail_share') }} * total_cny
)

select * from final
