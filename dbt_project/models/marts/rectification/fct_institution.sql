with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

institutions as (select * from {{ ref('stg_ledger__institutions') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{ effective_rows('institutions', ['title']) }}
),

final as (
    select
        delivered.title,
        delivered.doc_no,
        coalesce(names.name, delivered.issuer) as issuer,
        names.org_id,
        delivered.change,
        delivered.issued_on,
        delivered.in_round_code as round_code,
        case
            when delivered.task_no is not null
                then {{ task_id('delivered.in_round_code', 'delivered.task_no') }}
        end as task_id,
        delivered.row_uid
    from delivered
    left join names on names.is_current and names.match_key = {{ fold_name('delivered.issuer') }}
)

select * from final
