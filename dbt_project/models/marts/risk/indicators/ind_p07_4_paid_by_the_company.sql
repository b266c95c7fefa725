with

-- Rent or royalties are no pay: what the money is for stands in the remark only.
declared as (
    select
        *,
        case when coalesce({{ fits('note', "'租金|版税|稿酬'") }}, false) then 0 else coalesce(paid_cny, 0) end as pay_cny
    from {{ ref('int_party__parttime_declarations') }}
    where person_id is not null
),

payers as (select * from {{ ref('int_register__insurance_payers') }} where insurance_kind <> 'flexible'),

-- One wage may be insured against several risks: it counts once a month.
insured as (
    select
        declared.person_id,
        declared.row_uid,
        payers.row_uid as payer_row_uid,
        payers.month,
        case
            when
                row_number() over (
                    partition by declared.row_uid, payers.month order by payers.base_cny desc, payers.row_uid
                ) = 1
                then payers.base_cny
        end as wage_cny
    from declared
    inner join payers
        on
            declared.person_id = payers.person_id
            and (
                declared.credit_code = payers.credit_code
                or {{ fold_name('declared.company') }} = {{ fold_name('payers.employer') }}
            )
            and coalesce(payers.month >= {{ month_start('declared.from_on') }}, true)
            and coalesce(payers.month <= declared.to_on, true)
),

paid as (
    select person_id, row_uid, payer_row_uid, month, wage_cny, 0 as pay_cny
    from insured
    union all
    select person_id, row_uid, null as payer_row_uid, null as month, null as wage_cny, pay_cny
    from declared
    where pay_cny > 0
),

final as (
    select
        'P07.4' as indicator_id,
        'person' as subject_type,
        paid.person_id as subject_id,
        min(declared.org_id) as org_id,
        coalesce(min(paid.month), min(declared.from_on)) as period_start,
        max(paid.month) as period_end,
        greatest(sum(paid.pay_cny), coalesce(sum(paid.wage_cny), 0)) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('paid.row_uid'), gathered_rows('paid.payer_row_uid')) }} as evidence,
        {{ detail({
            'subject': 'min(declared.cadre_name)',
            'unit': 'min(declared.org_name)',
            'company': 'min(declared.company)',
            'post': first_by('declared.post', 'declared.company'),
            'months': 'count(distinct paid.month)',
            'paid': 'sum(paid.pay_cny)',
            'wages': 'coalesce(sum(paid.wage_cny), 0)'
        }) }} as detail
    from paid
    inner join declared on paid.row_uid = declared.row_uid
    group by paid.person_id
)

select * from final
