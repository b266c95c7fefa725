with

officers as (select * from {{ ref('int_ledger__village_accountants') }}),

vouchers as (select * from {{ ref('int_audit__village_vouchers') }}),

-- An agency of the subdistrict that keeps and reviews the books makes up for one hand in the village.
agencies as (select distinct org_name from officers where is_agency),

signed as (
    select row_uid, cashier as name, 'cashier' as role from vouchers where cashier is not null
    union all
    select row_uid, {{ each_name('approvers') }} as name, 'approver' as role from vouchers where approvers is not null
),

joined_hands as (
    select
        vouchers.org_id,
        vouchers.org_name,
        {{ fold_name('vouchers.preparer') }} as officer,
        min(vouchers.booked_on) as first_on,
        max(vouchers.booked_on) as last_on,
        count(distinct vouchers.row_uid) as vouchers,
        max(signed.role) as role,
        {{ row_list([
            first_by('vouchers.row_uid', 'vouchers.booked_on'), last_by('vouchers.row_uid', 'vouchers.booked_on')
        ]) }} as voucher_rows
    from vouchers
    inner join signed
        on vouchers.row_uid = signed.row_uid and {{ fold_name('vouchers.preparer') }} = {{ fold_name('signed.name') }}
    group by vouchers.org_id, vouchers.org_name, {{ fold_name('vouchers.preparer') }}
),

listed as (
    select org_name, {{ fold_name('officer_name') }} as officer, {{ gathered_rows('row_uid') }} as officer_rows
    from officers
    group by org_name, {{ fold_name('officer_name') }}
),

final as (
    select
        'L08.3' as indicator_id,
        'organisation' as subject_type,
        coalesce(joined_hands.org_id, joined_hands.org_name) as subject_id,
        joined_hands.org_id,
        min(joined_hands.first_on) as period_start,
        max(joined_hands.last_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows('max(joined_hands.voucher_rows)', 'max(listed.officer_rows)') }} as evidence,
        {{ detail({
            'subject': 'joined_hands.org_name', 'officer': 'max(joined_hands.officer)',
            'first_on': 'min(joined_hands.first_on)', 'last_on': 'max(joined_hands.last_on)',
            'vouchers': 'sum(joined_hands.vouchers)', 'role': 'max(joined_hands.role)'
        }) }} as detail
    from joined_hands
    left join listed on joined_hands.org_name = listed.org_name and joined_hands.officer = listed.officer
    left join agencies on joined_hands.org_name = agencies.org_name
    where agencies.org_name is null
    group by joined_hands.org_id, joined_hands.org_name
)

select * from final
