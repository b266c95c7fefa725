with

commitments as (select * from {{ ref('int_commitments__decided') }}),

-- Every entry of the investment register needs a decision, whatever its amount; a payment only from a line on.
undecided as (
    select *
    from commitments
    where item_row_uid is null and (kind = 'project' or amount_cny >= {{ parameter('large_cny') }})
),

final as (
    select
        'L05.1' as indicator_id,
        kind as subject_type,
        commitment_no as subject_id,
        org_id,
        committed_on as period_start,
        committed_on as period_end,
        sum(amount_cny) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'commitment_no',
            'unit': 'min(org_name)',
            'committed_on': 'committed_on',
            'amount': 'sum(amount_cny)',
            'decision_item_no': 'min(decision_item_no)'
        }) }} as detail
    from undecided
    group by kind, commitment_no, org_id, committed_on
)

select * from final
