with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

names as (select * from {{ ref('int_organisations__named') }} where is_current),

-- Equal titles of different issuers are different documents; one issuer may be spelt in two ways.
institutions as (
    select
        listed.*,
        coalesce(names.name, listed.issuer) as issuer_name,
        names.org_id,
        coalesce(names.org_id, {{ fold_name('listed.issuer') }}) as issuer_key
    from {{ ref('stg_ledger__institutions') }} as listed
    left join names on names.match_key = {{ fold_name('listed.issuer') }}
),

delivered as (
    {{ effective_rows('institutions', ['title', 'issuer_key']) }}
),

final as (
    select
        title,
        doc_no,
        issuer_name as issuer,
        org_id,
        change,
        issued_on,
        in_round_code as round_code,
        case when task_no is not null then {{ task_id('in_round_code', 'task_no') }} end as task_id,
        row_uid
    from delivered
)

select * from final
