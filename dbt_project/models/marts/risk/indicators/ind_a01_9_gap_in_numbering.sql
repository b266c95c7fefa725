with

vouchers as (select * from {{ ref('int_audit__village_vouchers') }}),

rejects as (
    select distinct load_id, sheet, row
    from {{ ref('fct_reject') }}
    where dataset = 'audit.village_vouchers' and severity = 'reject'
),

numbered as (
    select
        *,
        extract(year from booked_on) as year,
        {{ captured('voucher_no', "'^(.*?)[0-9]+$'", 1) }} as series,
        cast(nullif({{ captured('voucher_no', "'([0-9]{1,9})$'", 1) }}, '') as integer) as number
    from vouchers
),

-- Several lines make one voucher.
borne as (
    select *, row_number() over (partition by org_name, year, series, number order by row_uid) as line
    from numbered
    where number is not null
),

stepped as (
    select
        *,
        number - lag(number) over (partition by org_name, year, series order by number) - 1 as missing,
        lag(voucher_no) over (partition by org_name, year, series order by number) as voucher_before,
        lag(row_uid) over (partition by org_name, year, series order by number) as row_before,
        lag(sheet_row) over (partition by org_name, year, series, load_id order by number) as sheet_row_before
    from borne
    where line = 1
),

-- A row that was sent between the two and could not be read is no gap in the book.
gaps as (
    select
        stepped.*,
        stepped.missing - (
            select count(*)
            from rejects
            where
                rejects.load_id = stepped.load_id
                and rejects.sheet = stepped.sheet
                and rejects.row > stepped.sheet_row_before
                and rejects.row < stepped.sheet_row
        ) as lacking
    from stepped
    where stepped.missing > 0
),

final as (
    select
        'A01.9' as indicator_id,
        'organisation' as subject_type,
        coalesce(max(org_id), org_name) as subject_id,
        max(org_id) as org_id,
        min(booked_on) as period_start,
        max(booked_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_before'), gathered_rows('row_uid')) }} as evidence,
        {{ detail({
            'subject': 'org_name', 'year': 'year', 'lacking': 'sum(lacking)', 'gaps': 'count(*)',
            'before': first_by('voucher_before', 'number'), 'after': first_by('voucher_no', 'number')
        }) }} as detail
    from gaps
    where lacking > 0
    group by org_name, year
)

select * from final
