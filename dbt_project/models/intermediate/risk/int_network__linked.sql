{{ config(materialized='table') }}

with

holdings as (
    select
        *,
        subject_type || '|' || subject_id as node
    from {{ ref('int_network__holdings') }}
),

counted as (
    select
        *,
        count(*) over (partition by kind, held_value) as sharers
    from holdings
),

-- An account of a collective or the telephone of an agency, which many have, ties nobody to anybody.
pairs as (
    select
        one.kind,
        one.node as one_node,
        other.node as other_node,
        min(one.sharers) as sharers,
        min(one.subject_name) as one_name,
        min(other.subject_name) as other_name,
        min(one.row_uid) as one_row_uid,
        {{ first_by('other.row_uid', 'one.row_uid') }} as other_row_uid
    from counted as one
    inner join counted as other
        on one.kind = other.kind and one.held_value = other.held_value and one.node < other.node
    where one.sharers <= {{ few_subjects() }}
    group by one.kind, one.node, other.node
),

placed as ({{ components('pairs', 'one_node', 'other_node') }}),

nodes as (
    select distinct
        node,
        subject_type,
        subject_id
    from holdings
),

final as (
    select
        'WL-' || {{ short_hash('placed.component') }} as component_id,
        pairs.kind,
        ones.subject_type as one_type,
        ones.subject_id as one_id,
        pairs.one_name,
        others.subject_type as other_type,
        others.subject_id as other_id,
        pairs.other_name,
        pairs.sharers,
        pairs.one_row_uid,
        pairs.other_row_uid
    from pairs
    inner join placed on pairs.one_node = placed.node
    inner join nodes as ones on pairs.one_node = ones.node
    inner join nodes as others on pairs.other_node = others.node
)

select * from final
