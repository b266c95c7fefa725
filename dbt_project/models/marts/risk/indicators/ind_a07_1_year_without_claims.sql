with

claims as (select * from {{ ref('int_expense_claims__identified') }}),

-- A unit that was merged or set up anew claims under another name for a while; the audit's remark names the year.
merged as (
    select
        coalesce(org_id, org_name) as unit_id,
        cast(nullif({{ captured('note', "'(20[0-9][0-9])年'", 1) }}, '') as integer) as year
    from {{ ref('int_audit__audit_engagements') }}
    where {{ fits('note', "'机构(合并|分设|撤销|新设)|并入|成立'") }}
),

years as (
    select
        unit_id,
        spent_year,
        min(org_id) as org_id,
        min(org_name) as org_name,
        count(*) as claims,
        {{ first_by('row_uid', 'spent_on') }} as first_row_uid,
        {{ last_by('row_uid', 'spent_on') }} as last_row_uid
    from claims
    group by unit_id, spent_year
),

followed as (
    select
        *,
        lead(spent_year) over (partition by unit_id order by spent_year) as next_year,
        lead(claims) over (partition by unit_id order by spent_year) as next_claims,
        lead(first_row_uid) over (partition by unit_id order by spent_year) as next_row_uid
    from years
),

gaps as (
    select followed.*
    from followed
    where
        followed.next_year > followed.spent_year + 1
        and not exists (
            select merged.unit_id
            from merged
            where
                merged.unit_id = followed.unit_id
                and coalesce(merged.year > followed.spent_year and merged.year < followed.next_year, true)
        )
),

final as (
    select
        'A07.1' as indicator_id,
        'organisation' as subject_type,
        unit_id as subject_id,
        org_id,
        cast({{ as_text('spent_year + 1') }} || '-01-01' as date) as period_start,
        cast({{ as_text('next_year - 1') }} || '-12-31' as date) as period_end,
        cast(null as decimal(18, 2)) as amount_cny,
        null as score,
        {{ row_list(['last_row_uid', 'next_row_uid']) }} as evidence,
        {{ detail({
            'subject': 'org_name', 'first_year': 'spent_year + 1', 'years': 'next_year - spent_year - 1',
            'before': 'claims', 'after': 'next_claims'
        }) }} as detail
    from gaps
)

select * from final
