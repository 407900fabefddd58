import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import feixian.operations
import office.text.secrecy
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('deputies', '0001_initial'),
        ('office', '0001_initial'),
    ]

    operations = [
        feixian.operations.CreateModels(
            operations=[migrations.CreateModel(
                name='Ballot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=12, unique=True, verbose_name='编号')),
                    ('purpose', models.CharField(choices=[('livelihood', '民生实事项目票决'), ('investment', '政府投资项目征求意见'), ('run_off', '再次投票'), ('other', '其他表决')], max_length=12, verbose_name='用途')),
                    ('title', models.CharField(max_length=80, verbose_name='标题')),
                    ('question', models.CharField(max_length=200, verbose_name='表决什么')),
                    ('organ', models.CharField(choices=[('congress', '人民代表大会全体会议'), ('standing', '常委会会议'), ('opinion', '征求代表意见，不是表决')], max_length=10, verbose_name='由谁表决')),
                    ('body', models.CharField(max_length=60, verbose_name='会议名称')),
                    ('town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.division', verbose_name='乡镇')),
                    ('assembly', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='deputies.assembly', verbose_name='会议')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='further', to='ballots.ballot', verbose_name='上一次投票')),
                    ('kind', models.CharField(choices=[('pick', '圈选'), ('each', '逐项赞成、反对、弃权'), ('rank', '排序')], max_length=4, verbose_name='投票方式')),
                    ('seats', models.PositiveSmallIntegerField(verbose_name='应选')),
                    ('max_marks', models.PositiveSmallIntegerField(default=0, verbose_name='最多可选')),
                    ('exact_marks', models.BooleanField(default=False, verbose_name='必须选满')),
                    ('quorum', models.CharField(choices=[('two_thirds', '全体的三分之二以上出席'), ('majority', '全体的过半数出席'), ('none', '不设法定人数')], max_length=10, verbose_name='法定人数')),
                    ('threshold', models.CharField(choices=[('majority_of_members', '全体的过半数赞成'), ('plurality', '得票多的入选')], max_length=20, verbose_name='通过门槛')),
                    ('basis', models.CharField(blank=True, max_length=120, verbose_name='票决办法的依据')),
                    ('by_group', models.BooleanField(default=False, verbose_name='分代表团投票')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('checked', '已核对，等开始'), ('open', '正在投票'), ('closed', '已截止，等清点'), ('counted', '已计票，等监票人签字'), ('certified', '已签字，等宣布'), ('announced', '已宣布'), ('voided', '已作废')], default='draft', max_length=10, verbose_name='状态')),
                    ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='到时自动截止')),
                    ('members', models.PositiveIntegerField(default=0, verbose_name='全体')),
                    ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='开始')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='截止')),
                    ('announced_at', models.DateTimeField(blank=True, null=True, verbose_name='宣布')),
                    ('sealed_to', models.CharField(blank=True, max_length=64, verbose_name='封票公钥')),
                    ('close_asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出截止的人')),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认截止的人')),
                    ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
                    ('void_reason', models.CharField(blank=True, max_length=300, verbose_name='作废理由')),
                ],
                options={
                    'verbose_name': '票决',
                    'verbose_name_plural': '票决',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='ballots_seats'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pick'), _negated=True), ('max_marks__gte', 1), _connector='OR'), name='ballots_pick_has_marks'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('organ', 'opinion'), models.Q(('organ', 'congress'), ('quorum', 'two_thirds')), models.Q(('organ', 'standing'), ('quorum', 'majority')), _connector='OR'), name='ballots_quorum_is_that_of_the_law'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('organ', 'opinion'), ('purpose', 'run_off'), ('threshold', 'majority_of_members'), _connector='OR'), name='ballots_majority_is_that_of_the_law'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('organ', 'congress'), _negated=True), ('assembly__isnull', False), _connector='OR'), name='ballots_congress_votes_in_a_session'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('organ', 'opinion'), models.Q(('basis', ''), _negated=True), models.Q(('exact_marks', False), ('max_marks__lte', models.F('seats'))), _connector='OR'), name='ballots_other_marks_have_a_basis'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'checked']), models.Q(('members__gte', 1), ('opened_at__isnull', False), models.Q(('sealed_to', ''), _negated=True)), _connector='OR'), name='ballots_open_ballot_has_members'), models.CheckConstraint(condition=models.Q(('announced_at__isnull', False), models.Q(('state', 'announced'), _negated=True), _connector='XOR'), name='ballots_announced_ballot_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'voided'), ('voided_at__isnull', False), models.Q(('void_reason', ''), _negated=True)), models.Q(models.Q(('state', 'voided'), _negated=True), ('void_reason', ''), ('voided_at__isnull', True)), _connector='OR'), name='ballots_voided_ballot_says_why'), models.CheckConstraint(condition=models.Q(('close_asked_by', models.F('closed_by')), _negated=True), name='ballots_two_people_close', violation_error_message='截止要由另一个人确认。'), models.UniqueConstraint(condition=models.Q(('purpose', 'run_off'), models.Q(('state', 'voided'), _negated=True)), fields=('parent',), name='ballots_one_run_off')],
                    'triggers': [pgtrigger.compiler.Trigger(name='ballot_moves_by_the_table', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:checked,checked:draft,checked:open,open:closed,closed:counted,counted:certified,certified:announced,open:voided,closed:voided,counted:voided,certified:voided}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='4e98d91c088996983359fe6a293b87c97872aa69', operation='UPDATE', pgid='pgtrigger_ballot_moves_by_the_table_cd2ff', table='ballots_ballot', when='BEFORE')), pgtrigger.compiler.Trigger(name='rule_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'draft' AND (OLD.organ, OLD.basis, OLD.assembly_id, OLD.kind, OLD.seats, OLD.max_marks, OLD.exact_marks, OLD.quorum, OLD.threshold, OLD.by_group, OLD.title, OLD.question, OLD.body) IS DISTINCT FROM (NEW.organ, NEW.basis, NEW.assembly_id, NEW.kind, NEW.seats, NEW.max_marks, NEW.exact_marks, NEW.quorum, NEW.threshold, NEW.by_group, NEW.title, NEW.question, NEW.body))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5339918b80ba2de89561975affe79e9084f0b656', operation='UPDATE', pgid='pgtrigger_rule_is_frozen_80020', table='ballots_ballot', when='BEFORE')), pgtrigger.compiler.Trigger(name='members_are_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state NOT IN ('draft', 'checked') AND (OLD.members, OLD.sealed_to) IS DISTINCT FROM (NEW.members, NEW.sealed_to))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bec2a1fa8b945b8e87d8cc264addc6a2b0bdacb5', operation='UPDATE', pgid='pgtrigger_members_are_frozen_30fcd', table='ballots_ballot', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='BallotItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='ballots.ballot', verbose_name='票决')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                    ('code', models.CharField(max_length=20, verbose_name='代码')),
                    ('title', models.CharField(max_length=120, verbose_name='名称')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                    ('source_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                    ('source_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ],
                options={
                    'verbose_name': '票决事项',
                    'verbose_name_plural': '票决事项',
                    'ordering': ['ballot', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('ballot', 'position'), name='ballots_item_place_once'), models.UniqueConstraint(fields=('ballot', 'code'), name='ballots_item_code_once')],
                },
            ), migrations.CreateModel(
                name='Teller',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellers', to='ballots.ballot', verbose_name='票决')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='监票人')),
                    ('is_chief', models.BooleanField(default=False, verbose_name='总监票人')),
                    ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签字')),
                    ('public', models.CharField(blank=True, max_length=64, verbose_name='钥匙的公开部分')),
                    ('share', models.TextField(blank=True, verbose_name='封好的一份')),
                ],
                options={
                    'verbose_name': '监票人',
                    'verbose_name_plural': '监票人',
                    'ordering': ['-is_chief', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('ballot', 'user'), name='ballots_teller_once'), models.UniqueConstraint(condition=models.Q(('is_chief', True)), fields=('ballot',), name='ballots_one_chief_teller')],
                },
            ), migrations.CreateModel(
                name='BallotEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='ballots.ballot', verbose_name='票决')),
                    ('verb', models.CharField(choices=[('check', '核对'), ('send_back', '退回修改'), ('open', '开始投票'), ('ask_close', '提出截止'), ('close', '截止投票'), ('count', '计票'), ('sign', '签字'), ('certify', '签字完毕'), ('announce', '宣布'), ('void', '作废')], max_length=10, verbose_name='步骤')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'verbose_name': '票决记录',
                    'verbose_name_plural': '票决记录',
                    'ordering': ['pk'],
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12799bb046d6f84a3eb5431168c50a91292a66f6', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_3de30', table='ballots_ballotevent', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Result',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ballot', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='ballots.ballot', verbose_name='票决')),
                    ('present', models.PositiveIntegerField(verbose_name='实到')),
                    ('issued', models.PositiveIntegerField(verbose_name='发出')),
                    ('returned', models.PositiveIntegerField(verbose_name='收回')),
                    ('valid', models.PositiveIntegerField(verbose_name='有效')),
                    ('invalid', models.PositiveIntegerField(verbose_name='无效')),
                    ('abstained', models.PositiveIntegerField(verbose_name='弃权')),
                    ('outcome', models.CharField(max_length=10, verbose_name='结果')),
                    ('sheet', models.JSONField(verbose_name='计票单')),
                    ('spoiled', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None, verbose_name='目视作废')),
                    ('fingerprint', models.CharField(max_length=64, verbose_name='选票文件的指纹')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='计票时间')),
                ],
                options={
                    'verbose_name': '计票单',
                    'verbose_name_plural': '计票单',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('returned', django.db.models.expressions.CombinedExpression(models.F('valid'), '+', models.F('invalid')))), name='ballots_sheet_balances'), models.CheckConstraint(condition=models.Q(('returned__lte', models.F('issued'))), name='ballots_sheet_has_no_more_than_issued')],
                    'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='479791be4b9f625f519e852c2920a3db4d071590', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_3437d', table='ballots_result', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Elector',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='electors', to='ballots.ballot', verbose_name='票决')),
                    ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deputies.mandate', verbose_name='代表')),
                    ('group', models.CharField(blank=True, max_length=40, verbose_name='代表团')),
                    ('box', models.CharField(blank=True, max_length=40, verbose_name='票箱')),
                    ('is_present', models.BooleanField(default=False, verbose_name='到会')),
                    ('way', models.CharField(blank=True, choices=[('', '没有领票'), ('phone', '手机'), ('paper', '纸票')], max_length=5, verbose_name='领票')),
                    ('hidden', models.TextField(blank=True, verbose_name='盲化的票据')),
                    ('signed', models.TextField(blank=True, verbose_name='盲签名')),
                ],
                options={
                    'verbose_name': '有表决权的代表',
                    'verbose_name_plural': '有表决权的代表',
                    'ordering': ['ballot', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('ballot', 'mandate'), name='ballots_elector_once'), models.CheckConstraint(condition=models.Q(('way', ''), ('is_present', True), _connector='OR'), name='ballots_only_present_get_a_ballot'), models.CheckConstraint(condition=models.Q(('way', 'phone'), models.Q(('hidden', ''), ('signed', '')), _connector='XOR'), name='ballots_only_phones_have_tokens')],
                    'triggers': [pgtrigger.compiler.Trigger(name='one_ballot_each', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.way <> '' AND (NEW.way, NEW.hidden, NEW.signed, NEW.mandate_id) IS DISTINCT FROM (OLD.way, OLD.hidden, OLD.signed, OLD.mandate_id))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c8ec23e3df677dac2caccc4ea5029b0772930de1', operation='UPDATE', pgid='pgtrigger_one_ballot_each_2e049', table='ballots_elector', when='BEFORE')), pgtrigger.compiler.Trigger(name='nobody_joins', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF (SELECT state FROM ballots_ballot WHERE id = NEW.ballot_id)\n    NOT IN ('draft', 'checked') THEN\n    RAISE EXCEPTION 'the electorate is frozen';\nEND IF;\nRETURN NEW;\n", hash='e20df1bd3eb695a4aabfad3b955059aa5e9f2f6d', operation='INSERT', pgid='pgtrigger_nobody_joins_9564c', table='ballots_elector', when='BEFORE')), pgtrigger.compiler.Trigger(name='nobody_leaves', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF (SELECT state FROM ballots_ballot WHERE id = OLD.ballot_id)\n    NOT IN ('draft', 'checked') THEN\n    RAISE EXCEPTION 'the electorate is frozen';\nEND IF;\nRETURN OLD;\n", hash='c616c133bbd3807ed4dab782f116ca7afdb2bb6d', operation='DELETE', pgid='pgtrigger_nobody_leaves_92b29', table='ballots_elector', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Box',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boxes', to='ballots.ballot', verbose_name='票决')),
                    ('name', models.CharField(blank=True, max_length=40, verbose_name='票箱')),
                    ('modulus', models.TextField(verbose_name='公钥')),
                    ('key', office.text.secrecy.SealedTextField(blank=True, verbose_name='签票密钥')),
                    ('phone_issued', models.PositiveIntegerField(blank=True, null=True, verbose_name='手机发出')),
                    ('phone_returned', models.PositiveIntegerField(blank=True, null=True, verbose_name='手机收回')),
                    ('paper_issued', models.PositiveIntegerField(blank=True, null=True, verbose_name='纸票发出')),
                    ('paper_returned', models.PositiveIntegerField(blank=True, null=True, verbose_name='纸票收回')),
                ],
                options={
                    'verbose_name': '票箱',
                    'verbose_name_plural': '票箱',
                    'ordering': ['ballot', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('ballot', 'name'), name='ballots_box_name_once'), models.CheckConstraint(condition=models.Q(('phone_returned__isnull', True), models.Q(('phone_issued__isnull', False), ('phone_returned__lte', models.F('phone_issued'))), _connector='OR'), name='ballots_no_more_phone_than_issued'), models.CheckConstraint(condition=models.Q(('paper_returned__isnull', True), models.Q(('paper_issued__isnull', False), ('paper_returned__lte', models.F('paper_issued'))), _connector='OR'), name='ballots_no_more_paper_than_issued')],
                    'triggers': [pgtrigger.compiler.Trigger(name='key_is_only_destroyed', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((NEW.key <> '' AND NEW.key <> OLD.key) OR (NEW.ballot_id, NEW.name, NEW.modulus) IS DISTINCT FROM (OLD.ballot_id, OLD.name, OLD.modulus))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='954dd660ef29d92c3f8c635141a71dffef3f84b7', operation='UPDATE', pgid='pgtrigger_key_is_only_destroyed_efcff', table='ballots_box', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='BallotPaper',
                fields=[
                    ('label', models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name='票号')),
                    ('ballot', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='ballots.ballot', verbose_name='票决')),
                    ('box', models.CharField(blank=True, max_length=40, verbose_name='票箱')),
                    ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None, verbose_name='圈选')),
                    ('is_valid', models.BooleanField(verbose_name='有效')),
                    ('is_spoiled', models.BooleanField(default=False, verbose_name='目视作废')),
                ],
                options={
                    'verbose_name': '选票',
                    'verbose_name_plural': '选票',
                    'ordering': ['label'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['ballot', 'label'], name='ballots_papers_of_ballot')],
                    'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d4165a77c44ba853b7fd9aa96a34363f1df3a8dd', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_f5fd7', table='ballots_ballotpaper', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Commitment',
                fields=[
                    ('value', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='回执')),
                    ('ballot', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='ballots.ballot', verbose_name='票决')),
                ],
                options={
                    'verbose_name': '回执',
                    'verbose_name_plural': '回执',
                    'ordering': ['value'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['ballot', 'value'], name='ballots_receipts_of_ballot')],
                    'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0911445d8b251bb5f55f596570b3c377640a0888', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_e198d', table='ballots_commitment', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='PaperEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_entries', to='ballots.ballot', verbose_name='票决')),
                    ('number', models.PositiveIntegerField(verbose_name='纸票序号')),
                    ('hand', models.PositiveSmallIntegerField(verbose_name='第几次录入')),
                    ('teller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ballots.teller', verbose_name='录入人')),
                    ('box', models.CharField(blank=True, max_length=40, verbose_name='票箱')),
                    ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None, verbose_name='圈选')),
                    ('is_spoiled', models.BooleanField(default=False, verbose_name='无法辨认或者涂改')),
                ],
                options={
                    'verbose_name': '纸票录入',
                    'verbose_name_plural': '纸票录入',
                    'ordering': ['ballot', 'number', 'hand'],
                    'constraints': [models.UniqueConstraint(fields=('ballot', 'number', 'hand'), name='ballots_paper_hand_once'), models.UniqueConstraint(fields=('ballot', 'number', 'teller'), name='ballots_paper_by_two_tellers'), models.CheckConstraint(condition=models.Q(('hand__in', [1, 2])), name='ballots_paper_two_hands')],
                },
            ), migrations.CreateModel(
                name='BoxShard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shards', to='ballots.box', verbose_name='票箱')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='编号')),
                    ('held', models.PositiveIntegerField(default=0, verbose_name='票数')),
                    ('places', models.PositiveSmallIntegerField(verbose_name='位置数')),
                    ('content', office.text.secrecy.SealedTextField(verbose_name='内容')),
                ],
                options={
                    'verbose_name': '票箱的格',
                    'verbose_name_plural': '票箱的格',
                    'ordering': ['box', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('box', 'number'), name='ballots_shard_once')],
                },
            )],
        ),
    ]
