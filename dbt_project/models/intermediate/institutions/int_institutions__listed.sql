{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

institutions as (select * from {{ ref('stg_ledger__institutions') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{ effective_rows('institutions', ['title', 'issuer', 'doc_no', 'round_code', 'task_no']) }}
),

named as (
    select
        delivered.*,
        coalesce(names.name, delivered.issuer) as issuer_name,
        names.org_id,
        coalesce(names.org_id, {{ fold_name('delivered.issuer') }}) as issuer_key,
        {{ fold_title('delivered.title') }} as folded_title,
        delivered.is_trial or delivered.title like '%试行%' or delivered.title like '%暂行%' as is_on_trial
    from delivered
    left join names
        on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.issuer') }}
),

-- A document that serves several tasks is listed with each of them.
final as (
    select
        week_id,
        max(known_until) as known_until,
        issuer_key || '/' || {{ fold_name('title') }} || coalesce('/' || {{ fold_name('doc_no') }}, '') as document_id,
        issuer_key,
        max(issuer_name) as issuer,
        max(org_id) as org_id,
        max(title) as title,
        max(doc_no) as doc_no,
        folded_title,
        coalesce(max({{ edition_words('title') }}), '') as edition_words,
        {{ last_by('change', 'row_uid') }} as change,
        max(issued_on) as issued_on,
        max(coalesce(effective_on, issued_on)) as effective_on,
        coalesce(bool_or(is_on_trial), false) as is_trial,
        max(review_due_on) as review_due_on,
        coalesce({{ last_by('status', 'row_uid') }} in ('cited', 'superior'), false) as is_cited,
        max({{ fold_title('replaces') }}) as replaced_title,
        max(text_digest) as text_digest,
        cast(count(distinct task_no) as integer) as tasks,
        max(row_uid) as row_uid
    from named
    group by week_id, issuer_key, {{ fold_name('title') }}, {{ fold_name('doc_no') }}, folded_title
)

select * from final
