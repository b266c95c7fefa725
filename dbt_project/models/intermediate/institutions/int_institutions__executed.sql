with

loads as (select * from {{ ref('int_loads__effective') }}),

executions as (select * from {{ ref('stg_ledger__institution_executions') }}),

listed as (select * from {{ ref('int_institutions__listed') }}),

linked as (select * from {{ ref('int_institutions__linked') }}),

delivered as (
    {{ effective_rows('executions', ['title', 'unit', 'executed_on', 'execution'], has_round=false) }}
),

folded as (
    select
        *,
        {{ fold_title('title') }} as folded_title,
        {{ fold_name('doc_no') }} as number
    from delivered
    where executed_on <= known_until
),

-- A number decides between documents of one title; without it the record holds for each of them.
final as (
    select
        linked.week_id,
        linked.family_id,
        cast(count(distinct folded.row_uid) as integer) as executions,
        min(folded.row_uid) as row_uid
    from linked
    inner join listed on linked.week_id = listed.week_id and linked.document_id = listed.document_id
    inner join folded
        on
            linked.week_id = folded.week_id
            and folded.folded_title in (linked.title_proper, listed.folded_title)
            and coalesce(folded.number = {{ fold_name('listed.doc_no') }}, true)
    group by linked.week_id, linked.family_id
)

select * from final
