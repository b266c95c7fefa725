with

organisations as (select * from {{ ref('int_organisations__current') }} where is_latest),

final as (
    select
        organisations.org_id,
        organisations.name,
        organisations.kind,
        organisations.parent_id,
        parents.name as parent_name,
        organisations.valid_from,
        organisations.valid_to,
        organisations.merged_into,
        organisations.row_uid
    from organisations
    left join organisations as parents on organisations.parent_id = parents.org_id
)

select * from final
