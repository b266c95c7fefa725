with

commitments as (select * from {{ ref('int_commitments__decided') }}),

late as (
    select *
    from commitments
    where
        held_on > committed_on
        and (kind = 'project' or amount_cny >= {{ parameter('large_cny') }})
        and not coalesce({{ fits('item_note', "'追认'") }}, false)
),

final as (
    select
        'L05.2' as indicator_id,
        'meeting' as subject_type,
        item_no as subject_id,
        min(org_id) as org_id,
        min(committed_on) as period_start,
        held_on as period_end,
        sum(amount_cny) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('item_row_uid')) }} as evidence,
        {{ detail({
            'subject': 'item_no',
            'item': 'min(item)',
            'held_on': 'held_on',
            'unit': 'min(org_name)',
            'commitment_no': first_by('commitment_no', 'committed_on'),
            'committed_on': 'min(committed_on)',
            'days': days_between('min(committed_on)', 'held_on'),
            'amount': 'sum(amount_cny)'
        }) }} as detail
    from late
    group by item_no, held_on
)

select * from final
