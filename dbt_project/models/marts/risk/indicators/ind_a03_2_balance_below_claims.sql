with

movements as (select * from {{ ref('int_audit__fund_movements') }}),

told as (
    select
        *,
        owners_claim_cny - balance_cny as short_cny,
        balance_cny < owners_claim_cny as is_short
    from movements
    where account_kind = 'entrusted' and balance_cny is not null and owners_claim_cny is not null
),

placed as (
    select
        *,
        -- Counts how often the account was whole again so far: the same for all movements of one spell.
        sum(case when is_short then 0 else 1 end)
            over (partition by account_no order by moved_on, movement_no, row_uid) as spell_no,
        lead(moved_on) over (partition by account_no order by moved_on, movement_no, row_uid) as next_on
    from told
),

spells as (
    select
        account_no,
        spell_no,
        min(moved_on) as short_from,
        max(coalesce(next_on, {{ known_until() }})) as short_until,
        max(short_cny) as short_cny,
        {{ last_by('account_name', 'moved_on') }} as account_name,
        {{ last_by('org_id', 'short_cny') }} as org_id,
        {{ first_by('row_uid', 'moved_on') }} as first_uid,
        {{ last_by('row_uid', 'short_cny') }} as deepest_uid,
        {{ gathered_rows("case when direction = 'expense' and kind in ('lent', 'transferred') then row_uid end") }}
            as taken_rows
    from placed
    where is_short
    group by account_no, spell_no
),

final as (
    select
        'A03.2' as indicator_id,
        'account' as subject_type,
        account_no as subject_id,
        org_id,
        short_from as period_start,
        short_until as period_end,
        short_cny as amount_cny,
        null as score,
        coalesce(
            {{ joined_rows(row_list(['first_uid', 'deepest_uid']), 'taken_rows') }},
            {{ row_list(['first_uid', 'deepest_uid']) }}
        ) as evidence,
        {{ detail({
            'subject': 'account_no',
            'account': 'account_name',
            'short_from': 'short_from',
            'short_until': 'short_until',
            'short': 'short_cny'
        }) }} as detail
    from spells
    where {{ days_between('short_from', 'short_until') }} >= {{ parameter('transit_days') }}
)

select * from final
