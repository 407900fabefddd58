import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import feixian.operations
import office.text.secrecy
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        feixian.operations.CreateModels(
            operations=[migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('name', models.CharField(max_length=40, verbose_name='姓名')),
                    ('phone', office.text.secrecy.SealedTextField(blank=True, default='', verbose_name='手机')),
                    ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录改密码')),
                    ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='上次改密码时间')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                    ('session_series', models.PositiveIntegerField(default=0, verbose_name='会话批次')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': '用户',
                    'verbose_name_plural': '用户',
                    'ordering': ['username'],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='office_user_name_once_in_any_case', violation_error_message='这个账号已经有了。')],
                },
                managers=[
                    ('objects', django.contrib.auth.models.UserManager()),
                ],
            ), migrations.CreateModel(
                name='CalendarYear',
                fields=[
                    ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                    ('source', models.CharField(max_length=200, verbose_name='依据')),
                ],
                options={
                    'verbose_name': '已发布年份',
                    'verbose_name_plural': '已发布年份',
                    'ordering': ['-year'],
                },
            ), migrations.CreateModel(
                name='CalendarDay',
                fields=[
                    ('day', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                    ('is_workday', models.BooleanField(verbose_name='上班')),
                    ('name', models.CharField(max_length=40, verbose_name='名称')),
                ],
                options={
                    'verbose_name': '特殊日期',
                    'verbose_name_plural': '特殊日期',
                    'ordering': ['day'],
                },
            ), migrations.CreateModel(
                name='DeadlineRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.SlugField(max_length=40, verbose_name='规则')),
                    ('version', models.PositiveSmallIntegerField(verbose_name='版本')),
                    ('label', models.CharField(max_length=40, verbose_name='名称')),
                    ('level', models.CharField(blank=True, max_length=8, verbose_name='层级')),
                    ('amount', models.PositiveSmallIntegerField(verbose_name='数量')),
                    ('unit', models.CharField(choices=[('working_days', '个工作日'), ('natural_days', '天'), ('natural_months', '个月')], max_length=16, verbose_name='单位')),
                    ('counts_start_day', models.BooleanField(default=False, verbose_name='含起算日')),
                    ('start_event', models.CharField(max_length=40, verbose_name='起算事件')),
                    ('holiday_shift', models.CharField(choices=[('none', '不顺延'), ('next', '遇节假日顺延'), ('previous', '遇节假日提前')], default='none', max_length=8, verbose_name='末日逢节假日')),
                    ('warn_before', models.PositiveSmallIntegerField(default=1, verbose_name='提前几个工作日亮黄灯')),
                    ('source', models.CharField(max_length=200, verbose_name='依据')),
                    ('valid_from', models.DateField(verbose_name='施行日')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='停止日')),
                ],
                options={
                    'verbose_name': '期限规则',
                    'verbose_name_plural': '期限规则',
                    'ordering': ['name', '-version'],
                    'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='office_rule_version_once'), models.CheckConstraint(condition=models.Q(('unit__in', ['working_days', 'natural_days', 'natural_months'])), name='office_rule_unit_known'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='office_rule_amount_positive'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='office_rule_ends_after_it_starts')],
                },
            ), migrations.CreateModel(
                name='Division',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=24, unique=True, verbose_name='代码')),
                    ('name', models.CharField(max_length=40, verbose_name='名称')),
                    ('full_name', models.CharField(blank=True, max_length=60, verbose_name='全称')),
                    ('level', models.CharField(choices=[('county', '县'), ('town', '乡镇街道'), ('village', '村居')], max_length=8, verbose_name='层级')),
                    ('kind', models.CharField(blank=True, max_length=8, verbose_name='类型')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='office.division', verbose_name='上级')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='设立日')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='撤销日')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='office.division', verbose_name='并入')),
                ],
                options={
                    'verbose_name': '行政区划',
                    'verbose_name_plural': '行政区划',
                    'ordering': ['level', 'code'],
                    'indexes': [models.Index(fields=['name', 'level'], name='office_division_by_name')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('level', 'county'), ('parent__isnull', True)), models.Q(models.Q(('level', 'county'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='office_division_below_county_has_parent'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='office_division_ends_after_it_starts', violation_error_message='撤销日要晚于设立日。'), models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('parent', 'name'), name='office_division_name_once_under_parent', violation_error_message='同一上级下已有同名的区划。')],
                },
            ), migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                    ('username', models.CharField(blank=True, max_length=150, verbose_name='账号')),
                    ('action', models.CharField(max_length=40, verbose_name='动作')),
                    ('object_type', models.CharField(blank=True, max_length=40, verbose_name='对象类型')),
                    ('object_id', models.CharField(blank=True, max_length=40, verbose_name='对象')),
                    ('object_name', models.CharField(blank=True, max_length=120, verbose_name='名称')),
                    ('succeeded', models.BooleanField(default=True, verbose_name='成功')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='事由')),
                    ('ip', models.GenericIPAddressField(blank=True, null=True, verbose_name='来源地址')),
                    ('detail', models.JSONField(blank=True, default=dict, verbose_name='详情')),
                ],
                options={
                    'verbose_name': '审计记录',
                    'verbose_name_plural': '审计记录',
                    'ordering': ['-at', '-pk'],
                    'abstract': False,
                    'indexes': [models.Index(fields=['-at', '-id'], name='office_audit_latest'), models.Index(fields=['object_type', 'object_id', '-at'], name='office_audit_of_object'), models.Index(fields=['username', '-at'], name='office_audit_of_person')],
                    'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='759a2a3be0db3757d5a888ef339bdf6094be1d25', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_7848c', table='office_auditentry', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='CalendarChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('note', models.CharField(max_length=200, verbose_name='说明')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'verbose_name': '日历变更',
                    'verbose_name_plural': '日历变更',
                    'ordering': ['-pk'],
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c2a99d1e3a8d4454f11ff476e0bcd32f10a3f764', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_e261b', table='office_calendarchange', when='BEFORE'))],
                },
            ), migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='attachments/%Y/%m/', verbose_name='文件')),
                    ('name', models.CharField(max_length=120, verbose_name='文件名')),
                    ('media_type', models.CharField(max_length=100, verbose_name='类型')),
                    ('size', models.PositiveIntegerField(verbose_name='字节')),
                    ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                    ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                    ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                ],
                options={
                    'verbose_name': '附件',
                    'verbose_name_plural': '附件',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='office_attachment_not_empty')],
                },
            ), migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=120, unique=True, verbose_name='唯一键')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                    ('kind', models.CharField(max_length=40, verbose_name='事由')),
                    ('title', models.CharField(max_length=100, verbose_name='标题')),
                    ('text', models.CharField(max_length=500, verbose_name='内容')),
                    ('url', models.CharField(blank=True, max_length=200, verbose_name='链接')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='已读时间')),
                ],
                options={
                    'verbose_name': '通知',
                    'verbose_name_plural': '通知',
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user', '-id'], name='office_notice_unread'), models.Index(fields=['user', '-id'], name='office_notice_of_user')],
                },
            ), migrations.CreateModel(
                name='Reminded',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=120, unique=True, verbose_name='唯一键')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminded', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ],
                options={
                    'verbose_name': '已提醒',
                    'verbose_name_plural': '已提醒',
                },
            ), migrations.CreateModel(
                name='ReminderOff',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders_off', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                    ('kind', models.CharField(max_length=40, verbose_name='提醒')),
                ],
                options={
                    'verbose_name': '关掉的提醒',
                    'verbose_name_plural': '关掉的提醒',
                    'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='office_reminder_off_once'), models.CheckConstraint(condition=models.Q(('kind__endswith', '_soon')), name='office_reminder_off_is_optional', violation_error_message='这种提醒是职责所在，不能关。')],
                },
            ), migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                    ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                    ('kind', models.CharField(choices=[('congress', '县人大常委会机构'), ('town_congress', '镇街人大'), ('station', '代表联络站'), ('department', '县直部门'), ('town_government', '镇街政府'), ('government_office', '县政府办公室')], max_length=20, verbose_name='类别')),
                    ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='office.division', verbose_name='所属区划')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='公开电话')),
                    ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ],
                options={
                    'verbose_name': '单位',
                    'verbose_name_plural': '单位',
                    'ordering': ['kind', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['congress', 'town_congress', 'station', 'department', 'town_government', 'government_office'])), name='office_unit_kind_known')],
                },
            ), migrations.CreateModel(
                name='Outline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('division', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outline', to='office.division', verbose_name='区划')),
                    ('rings', models.JSONField(verbose_name='界线')),
                    ('source', models.CharField(max_length=120, verbose_name='来源')),
                    ('approval', models.CharField(blank=True, max_length=40, verbose_name='审图号')),
                    ('imported_at', models.DateTimeField(auto_now=True, verbose_name='导入时间')),
                ],
                options={
                    'verbose_name': '区划轮廓',
                    'verbose_name_plural': '区划轮廓',
                },
            ), migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='office.notice', verbose_name='通知')),
                    ('channel', models.CharField(choices=[('inbox', '站内信'), ('email', '电子邮件'), ('sms', '短信'), ('wecom', '企业微信群机器人')], max_length=8, verbose_name='渠道')),
                    ('address', office.text.secrecy.SealedTextField(blank=True, default='', verbose_name='地址')),
                    ('state', models.CharField(choices=[('waiting', '等待发送'), ('sending', '正在发送'), ('sent', '已发送'), ('failed', '发送失败')], default='waiting', max_length=8, verbose_name='状态')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='尝试次数')),
                    ('next_try_at', models.DateTimeField(auto_now_add=True, verbose_name='下次尝试')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发出时间')),
                    ('error', models.CharField(blank=True, max_length=300, verbose_name='错误')),
                ],
                options={
                    'verbose_name': '发送',
                    'verbose_name_plural': '发送',
                    'ordering': ['-pk'],
                    'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'sending'])), fields=['next_try_at'], name='office_delivery_to_send')],
                    'constraints': [models.UniqueConstraint(fields=('notice', 'channel'), name='office_delivery_once_a_channel'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='office_delivery_sent_has_time')],
                },
            ), migrations.CreateModel(
                name='RoleGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                    ('role', models.CharField(choices=[('congress_office', '县人大代表工委'), ('town_congress', '镇街人大'), ('station_keeper', '联络站工作人员'), ('handler', '承办单位经办人'), ('signer', '承办单位负责人'), ('government_office', '县政府办'), ('deputy', '代表'), ('accusation_officer', '检举受理人'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('auditor', '审计员')], max_length=24, verbose_name='角色')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='office.unit', verbose_name='单位')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='起')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='止')),
                    ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                    ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收回人')),
                ],
                options={
                    'verbose_name': '授权',
                    'verbose_name_plural': '授权',
                    'ordering': ['-started_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['congress_office', 'town_congress', 'station_keeper', 'handler', 'signer', 'government_office', 'deputy', 'accusation_officer', 'system_admin', 'security_admin', 'auditor'])), name='office_grant_role_known'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='office_grant_ends_after_it_starts', violation_error_message='授权的止日不能早于起日。'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'role', 'unit'), name='office_grant_open_once', violation_error_message='该用户在这个单位已有这个角色。')],
                },
            )],
        ),
    ]
