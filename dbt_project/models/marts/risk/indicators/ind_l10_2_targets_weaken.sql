with

names as (select * from {{ ref('int_organisations__named') }} where is_current),

-- Rates of several villages do not add up to that of their subdistrict: they are no amounts.
letters as (
    select
        letters.*,
        case when not coalesce({{ fits('target_unit', "'[%％‰率]|百分'") }}, false) then target_value end as amount,
        coalesce(letters.topic, 'other') as subject,
        coalesce(takers.org_id, {{ fold_name('letters.to_org') }}) as taker,
        coalesce(letters.org_id, {{ fold_name('letters.from_org') }}) as giver
    from {{ ref('int_ledger__responsibility_letters') }} as letters
    left join names as takers on {{ fold_name('letters.to_org') }} = takers.match_key
),

takers as (
    select year, subject, giver, count(distinct taker) as takers
    from letters
    group by year, subject, giver
),

below as (
    select
        year,
        subject,
        giver,
        target_item,
        sum(amount) as amount,
        count(distinct taker) as takers,
        {{ gathered_rows('row_uid') }} as row_uids
    from letters
    group by year, subject, giver, target_item
    having count(amount) = count(*)
),

-- A sum without one of those who signed says nothing: its row may be missing from the list only.
weaker as (
    select letters.*, below.amount as amount_below, below.takers, below.row_uids
    from letters
    inner join below
        on
            letters.taker = below.giver
            and letters.year = below.year
            and letters.subject = below.subject
            and letters.target_item = below.target_item
    inner join takers
        on
            below.giver = takers.giver
            and below.year = takers.year
            and below.subject = takers.subject
            and below.takers = takers.takers
    where below.amount < letters.amount
),

final as (
    select
        'L10.2' as indicator_id,
        'letter' as subject_type,
        letter_no || '/' || to_org || '/' || target_item as subject_id,
        taker as org_id,
        signed_on as period_start,
        null as period_end,
        null as amount_cny,
        cast((amount - amount_below) / amount as double) as score,
        {{ joined_rows(row_list(['row_uid']), 'row_uids') }} as evidence,
        {{ detail({
            'subject': 'to_org',
            'year': 'year',
            'target_item': 'target_item',
            'target_value': 'cast(amount as double)',
            'target_unit': 'target_unit',
            'takers': 'takers',
            'value_below': 'cast(amount_below as double)'
        }) }} as detail
    from weaker
)

select * from final
