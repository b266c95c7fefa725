with

claims as (select * from {{ ref('int_expense_claims__identified') }}),

standards as (select * from {{ ref('int_reference__expense_standards') }}),

-- Of the standards in force on the day the one that says most about the claim, the highest of several.
ranked as (
    select
        claims.row_uid as claim_row_uid,
        standards.basis_unit,
        standards.cap_cny,
        standards.row_uid as standard_row_uid,
        row_number() over (
            partition by claims.row_uid
            order by
                case when standards.item is null then 1 else 0 end
                + case when standards.grade is null then 1 else 0 end
                + case when standards.area is null then 1 else 0 end,
                standards.cap_cny desc,
                standards.row_uid
        ) as place
    from claims
    inner join standards
        on
            claims.category = standards.category
            and (standards.item is null or {{ fold_name('claims.item') }} = {{ fold_name('standards.item') }})
            and (standards.grade is null or {{ fold_name('claims.grade') }} = {{ fold_name('standards.grade') }})
            and (standards.area is null or {{ fold_name('claims.area') }} = {{ fold_name('standards.area') }})
    where claims.spent_on between standards.valid_from and coalesce(standards.valid_to, cast('9999-12-31' as date))
),

counted as (
    select
        claims.*,
        claims.persons_count + coalesce(claims.hosts_count, 0) as heads,
        ranked.basis_unit,
        ranked.cap_cny,
        ranked.standard_row_uid
    from claims
    left join ranked on claims.row_uid = ranked.claim_row_uid and ranked.place = 1
),

-- One meal a day: the list of claims does not count them.
final as (
    select
        *,
        case
            when basis_unit in ('person_day', 'person_meal') then cap_cny * heads * days
            when basis_unit = 'person' then cap_cny * heads
            when basis_unit = 'event' then cap_cny
        end as most_cny
    from counted
)

select * from final
