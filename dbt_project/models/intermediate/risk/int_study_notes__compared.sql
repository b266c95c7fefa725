with

-- What stands in quotation marks is another's words.
sessions as (
    select
        *,
        {{ without('record_text', "'“[^”]*”。?'") }} as own_text,
        row_number() over (order by held_on, entered_at, row_uid) as place
    from {{ ref('int_study_sessions__identified') }}
    where record_text is not null
),

clauses as (select row_uid, place, {{ each_name('own_text') }} as clause from sessions),

own as (select distinct row_uid, place, clause from clauses where length(clause) >= 6),

-- Comparing each with each is slow: notes as alike as this have at least one clause in common.
paired as (
    select distinct later.row_uid, earlier.row_uid as earlier_row_uid
    from own as later
    inner join own as earlier on later.clause = earlier.clause and later.place > earlier.place
),

spelled as (select row_uid, {{ sign_pairs('own_text') }} as pairs from sessions),

final as (
    select
        later.row_uid,
        later.session_id,
        later.org_id,
        later.org_name,
        later.held_on,
        later.topic,
        earlier.row_uid as earlier_row_uid,
        earlier.org_name as earlier_org_name,
        earlier.held_on as earlier_held_on,
        earlier.topic as earlier_topic,
        {{ likeness('spelled.pairs', 'others.pairs') }} as likeness
    from paired
    inner join sessions as later on paired.row_uid = later.row_uid
    inner join sessions as earlier on paired.earlier_row_uid = earlier.row_uid
    inner join spelled on paired.row_uid = spelled.row_uid
    inner join spelled as others on paired.earlier_row_uid = others.row_uid
)

select * from final
