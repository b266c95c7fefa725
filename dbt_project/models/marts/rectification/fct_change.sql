with

task_changes as (select * from {{ ref('int_changes__task') }}),

measure_changes as (select * from {{ ref('int_changes__measure') }}),

vanished as (select * from {{ ref('int_changes__vanished') }}),

final as (
    select * from task_changes
    union all
    select * from measure_changes
    union all
    select
        week_id,
        'row' as entity,
        row_uid_before as entity_id,
        null as task_id,
        'vanished' as change,
        'row' as field,
        dataset as before,
        null as after,
        null as title,
        null as lead_unit,
        null as org_id,
        row_uid_before,
        row_uid_before as row_uid
    from vanished
)

select * from final
