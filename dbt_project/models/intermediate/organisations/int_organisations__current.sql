with

loads as (select * from {{ ref('int_loads__current') }}),

organisations as (select * from {{ ref('stg_reference__organisations') }}),

in_force as (
    select
        organisations.*,
        coalesce(organisations.valid_from, cast('0001-01-01' as date)) as begins_on,
        coalesce(organisations.valid_from <= {{ as_of_date() }}, true) as has_begun
    from loads
    inner join organisations on loads.load_id = organisations.load_id
),

final as (
    select
        org_code as org_id,
        name,
        aliases,
        kind,
        parent_code as parent_id,
        valid_from,
        valid_to,
        begins_on,
        merged_into,
        has_begun and row_number() over (
            partition by org_code order by has_begun desc, begins_on desc, load_id desc, sheet_row desc
        ) = 1 as is_latest,
        row_uid
    from in_force
)

select * from final
