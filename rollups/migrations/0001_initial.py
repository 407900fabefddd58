import django.db.models.deletion
import feixian.operations
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('deputies', '0001_initial'),
        ('office', '0001_initial'),
    ]

    operations = [
        feixian.operations.CreateModels(
            operations=[migrations.CreateModel(
                name='RollUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(unique=True, verbose_name='月份')),
                    ('done', models.PositiveSmallIntegerField(default=0, verbose_name='完成的步骤')),
                    ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='开始')),
                    ('counted_at', models.DateTimeField(blank=True, null=True, verbose_name='完成')),
                    ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='锁定')),
                ],
                options={
                    'verbose_name': '月汇总',
                    'verbose_name_plural': '月汇总',
                    'ordering': ['-month'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='rollups_rollup_month_is_its_first_day'), models.CheckConstraint(condition=models.Q(('done__lte', 3)), name='rollups_rollup_steps_known'), models.CheckConstraint(condition=models.Q(('frozen_at__isnull', True), ('counted_at__isnull', False), _connector='OR'), name='rollups_rollup_frozen_was_counted')],
                },
            ), migrations.CreateModel(
                name='RollUpRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rollup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='rollups.rollup', verbose_name='月汇总')),
                    ('town', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.division', verbose_name='镇街')),
                    ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deputies.liaisonstation', verbose_name='站')),
                    ('dimension', models.CharField(choices=[('total', '合计'), ('category', '类别'), ('place', '地点'), ('channel', '来源')], max_length=8, verbose_name='分组')),
                    ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category', verbose_name='类别')),
                    ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.division', verbose_name='地点')),
                    ('channel', models.CharField(blank=True, max_length=16, verbose_name='来源')),
                    ('received', models.PositiveIntegerField(verbose_name='收到')),
                    ('answered', models.PositiveIntegerField(verbose_name='答复')),
                    ('answered_on_time', models.PositiveIntegerField(verbose_name='按期答复')),
                    ('answer_days', models.PositiveIntegerField(verbose_name='答复共用天数')),
                    ('median_days', models.DecimalField(decimal_places=1, max_digits=7, null=True, verbose_name='答复天数中位数')),
                    ('closed', models.PositiveIntegerField(verbose_name='办结')),
                    ('solved', models.PositiveIntegerField(verbose_name='已解决')),
                    ('rated', models.PositiveIntegerField(verbose_name='评价')),
                    ('content', models.PositiveIntegerField(verbose_name='满意')),
                    ('not_solved', models.PositiveIntegerField(verbose_name='没有解决')),
                    ('waiting', models.PositiveIntegerField(verbose_name='月底未答复')),
                    ('overdue', models.PositiveIntegerField(verbose_name='月底超期')),
                    ('carried', models.PositiveIntegerField(verbose_name='上月以前未答复')),
                ],
                options={
                    'verbose_name': '汇总数',
                    'verbose_name_plural': '汇总数',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('rollup', 'dimension', 'town', 'station', 'category', 'place', 'channel'), name='rollups_rollup_row_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('town__isnull', True), ('station__isnull', True), _connector='OR'), name='rollups_rollup_row_of_one_area')],
                    'triggers': [pgtrigger.compiler.Trigger(name='frozen_refuses_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM changed_rows AS row\n        JOIN rollups_rollup AS month ON month.id = row.rollup_id\n        WHERE month.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the numbers of an approved month are frozen';\n    END IF;\n    RETURN NULL;\n", hash='563d483f77a3c178ba175f363f2bfb24be28a3df', level='STATEMENT', operation='INSERT', pgid='pgtrigger_frozen_refuses_insert_bd9ce', referencing='REFERENCING NEW TABLE AS changed_rows ', table='rollups_rolluprow', when='AFTER')), pgtrigger.compiler.Trigger(name='frozen_refuses_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM changed_rows AS row\n        JOIN rollups_rollup AS month ON month.id = row.rollup_id\n        WHERE month.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the numbers of an approved month are frozen';\n    END IF;\n    RETURN NULL;\n", hash='ec07dc2bef551eff070557230501abb131cccf81', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_frozen_refuses_update_93941', referencing='REFERENCING OLD TABLE AS changed_rows  NEW TABLE AS new_rows ', table='rollups_rolluprow', when='AFTER')), pgtrigger.compiler.Trigger(name='frozen_refuses_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM changed_rows AS row\n        JOIN rollups_rollup AS month ON month.id = row.rollup_id\n        WHERE month.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the numbers of an approved month are frozen';\n    END IF;\n    RETURN NULL;\n", hash='57779b0ad3984782651db7f7e4efff3ab045adf5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_frozen_refuses_delete_e127d', referencing='REFERENCING OLD TABLE AS changed_rows ', table='rollups_rolluprow', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='HotTopic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rollup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='rollups.rollup', verbose_name='月汇总')),
                    ('title', models.CharField(max_length=60, verbose_name='标题')),
                    ('heading', models.CharField(blank=True, max_length=60, verbose_name='改过的标题')),
                    ('remark', models.TextField(blank=True, max_length=1000, verbose_name='说明')),
                    ('count', models.PositiveIntegerField(verbose_name='件数')),
                    ('people', models.PositiveIntegerField(verbose_name='人数')),
                    ('first_day', models.DateField(verbose_name='最早')),
                    ('last_day', models.DateField(verbose_name='最晚')),
                    ('quotes', models.JSONField(default=list, verbose_name='原话（已掩码）')),
                    ('centre', models.JSONField(default=dict, verbose_name='特征')),
                    ('continues', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='continued_by', to='rollups.hottopic', verbose_name='上月的热点')),
                    ('is_left_out', models.BooleanField(default=False, verbose_name='不写进月报')),
                    ('cases', models.ManyToManyField(related_name='topics', through='rollups.TopicCase', to='cases.case', verbose_name='意见')),
                ],
                options={
                    'verbose_name': '热点',
                    'verbose_name_plural': '热点',
                    'ordering': ['-people', '-count', 'pk'],
                    'triggers': [pgtrigger.compiler.Trigger(name='frozen_refuses_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM changed_rows AS row\n        JOIN rollups_rollup AS month ON month.id = row.rollup_id\n        WHERE month.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the numbers of an approved month are frozen';\n    END IF;\n    RETURN NULL;\n", hash='9a0ec6b634e0e3e2f75570988811f51318883b34', level='STATEMENT', operation='INSERT', pgid='pgtrigger_frozen_refuses_insert_00ef3', referencing='REFERENCING NEW TABLE AS changed_rows ', table='rollups_hottopic', when='AFTER')), pgtrigger.compiler.Trigger(name='frozen_refuses_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM changed_rows AS row\n        JOIN rollups_rollup AS month ON month.id = row.rollup_id\n        WHERE month.frozen_at IS NOT NULL AND NOT EXISTS (\n            SELECT FROM new_rows AS emptied\n            JOIN rollups_topiccase AS member ON member.topic_id = emptied.id\n            JOIN cases_case AS walled ON walled.id = member.case_id\n            WHERE emptied.id = row.id AND walled.status = 'walled'\n            AND emptied.quotes = '[]' AND emptied.remark = '' AND emptied.heading = ''\n            AND to_jsonb(emptied) - '{quotes,remark,heading,title,centre}'::text[]\n                = to_jsonb(row) - '{quotes,remark,heading,title,centre}'::text[]\n        )\n    ) THEN\n        RAISE EXCEPTION 'the numbers of an approved month are frozen';\n    END IF;\n    RETURN NULL;\n", hash='62536fcb9e07c8cf1f51f16fae78aba918990266', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_frozen_refuses_update_3e2a6', referencing='REFERENCING OLD TABLE AS changed_rows  NEW TABLE AS new_rows ', table='rollups_hottopic', when='AFTER')), pgtrigger.compiler.Trigger(name='frozen_refuses_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT FROM changed_rows AS row\n        JOIN rollups_rollup AS month ON month.id = row.rollup_id\n        WHERE month.frozen_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'the numbers of an approved month are frozen';\n    END IF;\n    RETURN NULL;\n", hash='f0024303de8531d941c2b68d8eea1b2a95cad5bf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_frozen_refuses_delete_93b4c', referencing='REFERENCING OLD TABLE AS changed_rows ', table='rollups_hottopic', when='AFTER'))],
                },
            ), migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rollup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='rollups.rollup', verbose_name='月汇总')),
                    ('town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='office.division', verbose_name='镇街')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='office.unit', verbose_name='编发单位')),
                    ('state', models.CharField(choices=[('draft', '初稿'), ('checked', '已核对，等批准'), ('approved', '已批准')], default='draft', max_length=10, verbose_name='状态')),
                    ('overview', models.TextField(blank=True, max_length=2000, verbose_name='总体情况补充')),
                    ('trends', models.TextField(blank=True, max_length=2000, verbose_name='苗头倾向补充')),
                    ('advice', models.TextField(blank=True, max_length=2000, verbose_name='意见建议')),
                    ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核对人')),
                    ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='核对时间')),
                    ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                    ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='批准时间')),
                    ('sent_back_reason', models.CharField(blank=True, max_length=300, verbose_name='退回意见')),
                ],
                options={
                    'verbose_name': '社情民意月报',
                    'verbose_name_plural': '社情民意月报',
                    'ordering': ['-rollup__month', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('rollup', 'town'), name='rollups_report_once_a_month', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('checked_by')), _negated=True), _connector='OR'), name='rollups_report_approved_by_another', violation_error_message='核对的人不能批准同一份月报。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='rollups_report_approved_has_author')],
                    'triggers': [pgtrigger.compiler.Trigger(name='report_moves_by_the_table', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:checked,checked:draft,checked:approved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='4c07134975ea3674ba43ee407c138b337e1c0ae5', operation='UPDATE', pgid='pgtrigger_report_moves_by_the_table_a97e7', table='rollups_report', when='BEFORE')), pgtrigger.compiler.Trigger(name='approved_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'approved\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='820c243fe1e5d61b2438ad87e10970495ef845f6', operation='UPDATE OR DELETE', pgid='pgtrigger_approved_never_changes_f238e', table='rollups_report', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='TopicCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='rollups.hottopic')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                    ('town', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.division')),
                ],
                options={
                    'verbose_name': '热点里的意见',
                    'verbose_name_plural': '热点里的意见',
                    'ordering': ['case'],
                    'indexes': [models.Index(fields=['town', 'topic'], name='rollups_topic_of_town')],
                    'constraints': [models.UniqueConstraint(fields=('topic', 'case'), name='rollups_topic_case_once')],
                },
            ), migrations.CreateModel(
                name='ReportItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='rollups.report', verbose_name='月报')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
                    ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='rollups.hottopic', verbose_name='热点')),
                    ('title', models.CharField(max_length=60, verbose_name='事项')),
                    ('text', models.TextField(max_length=1000, verbose_name='建议怎么办')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_items', to='office.unit', verbose_name='移交给')),
                    ('state', models.CharField(choices=[('proposed', '拟移交'), ('handed_over', '待签收'), ('signed', '办理中'), ('returned', '退回，等改派'), ('answered', '已反馈，等公布'), ('published', '已公布反馈')], default='proposed', max_length=12, verbose_name='状态')),
                    ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.deadlinerule', verbose_name='期限规则')),
                    ('handed_at', models.DateTimeField(blank=True, null=True, verbose_name='移交时间')),
                    ('sign_by', models.DateField(blank=True, null=True, verbose_name='签收期限')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='反馈期限')),
                    ('warn_on', models.DateField(blank=True, null=True, verbose_name='亮黄灯')),
                    ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                    ('answer', models.TextField(blank=True, max_length=3000, verbose_name='反馈')),
                    ('public_answer', models.TextField(blank=True, max_length=3000, verbose_name='公开的反馈')),
                    ('result_class', models.CharField(blank=True, choices=[('solved', '已解决'), ('planned', '列入计划'), ('constrained', '条件所限暂不能解决'), ('not_feasible', '不符合政策'), ('escalated', '已向上级反映')], max_length=16, verbose_name='结果')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='反馈人')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='反馈时间')),
                    ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公布人')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公布时间')),
                    ('cases', models.ManyToManyField(blank=True, related_name='report_items', to='cases.case', verbose_name='意见')),
                ],
                options={
                    'verbose_name': '移交事项',
                    'verbose_name_plural': '移交事项',
                    'ordering': ['position', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('state__in', ['handed_over', 'signed'])), fields=['unit', 'due_on'], name='rollups_item_owed')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state', 'proposed'), models.Q(('due_on__isnull', False), ('handed_at__isnull', False), ('sign_by__isnull', False), ('unit__isnull', False)), _connector='OR'), name='rollups_item_handed_over_has_deadline', violation_error_message='移交以后必须有单位和期限。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('answered_at__isnull', False), ('published_at__isnull', False), models.Q(('public_answer', ''), _negated=True)), _connector='OR'), name='rollups_item_published_has_answer'), models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('answered_by')), _negated=True), _connector='OR'), name='rollups_item_published_by_another', violation_error_message='写反馈的人不能自己公布。')],
                    'triggers': [pgtrigger.compiler.Trigger(name='item_moves_by_the_table', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:handed_over,returned:handed_over,handed_over:signed,handed_over:returned,signed:returned,signed:answered,answered:signed,answered:published}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f38e9411066ddf825db0cb77eed2f8e8c1c5e8e8', operation='UPDATE', pgid='pgtrigger_item_moves_by_the_table_e7f50', table='rollups_reportitem', when='BEFORE')), pgtrigger.compiler.Trigger(name='published_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'published\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='31d5711b65a40a0cd4b779f2a67ddccf0493c5cf', operation='UPDATE OR DELETE', pgid='pgtrigger_published_never_changes_888d4', table='rollups_reportitem', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='ItemEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='rollups.reportitem', verbose_name='事项')),
                    ('verb', models.CharField(choices=[('hand_over', '移交'), ('sign', '签收'), ('return', '退回'), ('answer', '反馈'), ('send_back', '退回补充'), ('publish', '公布反馈')], max_length=12, verbose_name='步骤')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.unit', verbose_name='单位')),
                    ('note', models.TextField(blank=True, verbose_name='说明')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                    ('at', models.DateTimeField(verbose_name='时间')),
                ],
                options={
                    'verbose_name': '移交过程',
                    'verbose_name_plural': '移交过程',
                    'ordering': ['at', 'pk'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['item', 'at'], name='rollups_event_of_item')],
                    'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='27563d99ad83d61633b1dfd445e3b69bd20e2397', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_a8340', table='rollups_itemevent', when='BEFORE'))],
                },
            )],
        ),
    ]
