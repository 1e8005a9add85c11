"""Every refusal as a Chinese sentence: what is the matter, and what to do."""

from governance.kernel.errors import Refused, UnsafeSettingError

REFUSALS: dict[str, str] = {
    "accounts.login_taken": ("这个登录名已有人使用。请换一个登录名。"),
    "accounts.last_keeper": (
        "这是最后一个能管理账号和政策的账号，不能停用，也不能撤去这项授权。请先让另一个账号担任管理员。"
    ),
    "accounts.no_role": ("请至少选择一个岗位。"),
    "accounts.no_such_role": ("所选岗位不在现行清单内。请重新选择。"),
    "accounts.own_account": ("不能停用自己的账号，也不能改变自己的授权。请由另一位管理员办理。"),
    "accounts.reserved_login": ("这个登录名由系统保留。请换一个登录名。"),
    "accounts.roles_not_separated": (
        "管理员、审计与业务岗位须由不同的人担任，不能合在一个账号。请分开授权。"
    ),
    "accounts.suspended": ("这个账号已停用，不能重置密码。请先恢复启用。"),
    "accounts.unknown": ("没有找到这个账号。请核对登录名，或先开户。"),
    "cases.no_such_name": ("没有叫“{name}”的{field}。请填写登记册或清单里的全称。"),
    "disclosures.nothing_to_reveal": ("请先选择要查看的项目。"),
    "disclosures.purpose_missing": ("请选择用途，或写明用途（不少于{least}个字）。"),
    "erasures.incomplete": ("请写明由谁提出删除、为什么删除。"),
    "erasures.no_such_basis": ("删除的依据不在清单里。请从清单里选择。"),
    "hotline.already_closed": ("这件工单已经结案，不能再办理；有新情况请另行登记。"),
    "hotline.already_handled": ("这件工单已经提交办结报告，等待回访，不能再派遣。"),
    "hotline.before_handled": ("回访时间早于办结时间。请核对后重新填写。"),
    "hotline.before_received": ("填写的时间早于接单时间。请核对后重新填写。"),
    "hotline.callback_incomplete": ("已联系上当事人，请同时填写是否解决和满意度。"),
    "hotline.contacted_already": ("这张工单已登记先行联系，不必重复登记。如时间有误，请办理更正。"),
    "hotline.dispatched_already": ("这件工单已经派遣给{unit}，没有改动。要改派的，请另选单位。"),
    "hotline.crossing_needs_units": ("认定三跨要选择类型，并写明至少{least}个涉及单位。"),
    "hotline.extension_pending": ("这件工单已有一个延期申请等待审核，请等审核结果。"),
    "hotline.extensions_used_up": (
        "这件工单的延期次数已用完（最多{most}次），请在现有时限内办理。"
    ),
    "hotline.in_the_future": ("填写的时间晚于现在。请核对日期和时间后重新填写。"),
    "hotline.no_extension_asked": ("这件工单没有待审的延期申请，请刷新页面查看最新情况。"),
    "hotline.no_return_asked": ("这件工单没有待审的退单申请，请刷新页面查看最新情况。"),
    "hotline.no_such_option": ("所选项不在清单里，请从下拉清单里重新选择。"),
    "hotline.not_called_back": (
        "尚未完成回访，不能结案。请先回访；未接通的，须拨打满{attempts}次。"
    ),
    "hotline.not_contacted_yet": ("这件工单还没有初电记录，先登记初电再办结。"),
    "hotline.not_correctable": (
        "这一项不能更正。可更正的有：诉求类别、标题、地点、网格、居民区、分类、紧急程度。"
    ),
    "hotline.not_crossing": ("这件工单没有认定为三跨，不需要销号。"),
    "hotline.not_dispatched": ("这件工单还没有派遣，请先派遣再办理。"),
    "hotline.not_handled": ("这件工单还没有办结报告，不能回访或结案；请先由承办单位提交办结报告。"),
    "hotline.not_returnable": ("只有已派遣、且没有待审退单的工单才能申请退单。"),
    "hotline.overdue_not_extended": (
        "这件工单已经超过时限，不能再申请延期；请尽快办理并说明原因。"
    ),
    "hotline.report_explanation_is_label": ("说明不能照抄选项文字。请写明具体情况。"),
    "hotline.report_missing": ("办结报告还有必填项没有填写。请补全标出的项目。"),
    "hotline.report_needs_explanation": ("所选认定须附说明。请填写说明后提交。"),
    "hotline.report_no_such_option": ("办结报告中有选项不在现行清单内。请重新选择标出的项目。"),
    "hotline.report_too_long": ("填写的文字过长。请精简后提交。"),
    "hotline.serial_taken": ("已有这件工单（编号{serial}），没有改动。请核对编号。"),
    "hotline.return_pending": ("这件工单的退单申请还在等待审核，请先审核退单。"),
    "hotline.unknown": ("没有找到这张工单。请核对工单编号，或先登记接单。"),
    "imports.does_not_add_up": ("导入结果与表中{rows}行对不上，未登记批次。请重新导入。"),
    "issues.already_closed": ("这件问题已经结案，不能再办理；有新情况请另行登记。"),
    "issues.already_dispatched": (
        "这件问题已经派遣，不能改变立案条件。确需改变的，请先退单再重新立案。"
    ),
    "issues.already_handled": ("这件问题已经登记处置结果，等待核查，不能重复办理。"),
    "issues.checker_is_handler": ("核查人不能是处置人本人。请由另一人到场核查。"),
    "issues.checked_already": ("这件问题已经核查通过，没有改动。请办理结案。"),
    "issues.dispatched_already": ("这件问题已经派遣给{unit}，没有改动。要改派的，请另选单位。"),
    "issues.filed_already": ("这件问题已经按这一条件立案，没有改动。"),
    "issues.crossing_needs_units": ("认定三跨要选择类型，并写明至少{least}个涉及单位。"),
    "issues.extension_pending": ("这件问题已有一个延期申请等待审核，请等审核结果。"),
    "issues.extensions_used_up": ("这件问题的延期次数已用完（最多{most}次），请在现有时限内办理。"),
    "issues.in_the_future": ("上报时间晚于现在。请核对手机时间后重新提交。"),
    "issues.no_extension_asked": ("这件问题没有待审的延期申请，请刷新页面查看最新情况。"),
    "issues.no_return_asked": ("这件问题没有待审的退单申请，请刷新页面查看最新情况。"),
    "issues.no_such_condition": ("所选分类没有这项立案条件。请按分类表重新选择。"),
    "issues.no_such_option": ("所选项不在清单里，请从下拉清单里重新选择。"),
    "issues.not_checked": ("这件问题尚未核查通过，不能结案。请先核查。"),
    "issues.not_correctable": ("这一项不能更正。可更正的有：标题、地点、网格、居民区。"),
    "issues.not_crossing": ("这件问题没有认定为三跨，不需要销号。"),
    "issues.not_dispatched": ("这件问题还没有派遣，请先派遣再办理。"),
    "issues.not_filed": ("这件问题尚未立案，不能派遣。请先立案。"),
    "issues.not_handled": ("这件问题还没有处置结果，不能核查；请先由承办单位登记处置结果。"),
    "issues.not_returnable": ("只有已派遣、且没有待审退单的问题才能申请退单。"),
    "issues.not_verified": ("这件问题尚未核实，不能立案。请先核实属实，或予以作废。"),
    "issues.overdue_not_extended": ("这件问题已经超过时限，不能再申请延期；请尽快办理并说明原因。"),
    "issues.return_pending": ("这件问题的退单申请还在等待审核，请先审核退单。"),
    "issues.serial_taken": ("已有编号为{serial}的问题，没有改动。请重新上报，系统会另给编号。"),
    "issues.too_late_to_void": (
        "这件问题已经派遣或结束，不能作废。不属受理范围的，请由承办单位申请退单。"
    ),
    "issues.verified_already": ("这件问题已经核实过，没有改动。请办理下一步。"),
    "issues.void_already": ("这件问题已经作废，没有改动。"),
    "issues.unknown": ("没有找到这件网格问题。请核对问题编号，或先行上报。"),
    "kernel.command_id_reused": (
        "这次提交与先前的一次编号相同而内容不同，未保存。请刷新页面后重新填写提交。"
    ),
    "kernel.command_of_another": (
        "这次提交先前已由另一个账号办理并记录，这次没有保存。请打开页面核对；还要办理的，请重新填写提交。"
    ),
    "kernel.not_permitted": ("您的岗位不能办理此事。如确属职责范围，请联系管理员调整授权。"),
    "meetings.agenda_changed": ("议程在您打开页面后有变动，请核对最新内容后再定稿。"),
    "meetings.already_held": ("会议已经召开，议程和会议信息不能再改；记录有误的，请办理更正议定。"),
    "meetings.decided_already": ("这个议题已有议定记录，内容有误的，请办理更正议定。"),
    "meetings.draft_outdated": ("已有更新的议程草稿，请刷新页面后再试。"),
    "meetings.in_the_future": ("召开时间晚于现在，请在会议开始后登记。"),
    "meetings.item_exists": ("“{subject}”已经在议程中，不用重复添加。"),
    "meetings.item_fixed": ("“{subject}”是尚未销号的议定事项，应逐期列入议程，不能撤下。"),
    "meetings.item_struck": ("“{subject}”已被撤下，需要讨论的，请恢复该议题。"),
    "meetings.no_such_item": ("议程中没有这个议题，可能已随草稿更新，请刷新页面后再试。"),
    "meetings.no_such_option": ("没有这个选项，请重新选择议定类型。"),
    "meetings.no_such_section": ("议程中没有这一部分，请重新选择议题所属部分。"),
    "meetings.not_decided": ("这个议题还没有议定记录，请先记录议定。"),
    "meetings.not_drafted": ("还没有生成议程草稿，请先草拟议程再定稿。"),
    "meetings.not_frozen": ("议程还没有定稿，请先定稿再登记召开。"),
    "meetings.not_held": ("会议还没有登记召开，召开后才能记录议定。"),
    "meetings.not_scheduled": ("这一期会议还没有排定，请先排定时间、地点和主持人。"),
    "meetings.order_outdated": ("议程中的议题有增减，请刷新页面后重新排序。"),
    "meetings.outside_window": ("会议时间应在本双周之内（{start}至{end}），请另选时间。"),
    "meetings.present_and_absent": ("同一人不能既出席又请假，请核对名单。"),
    "meetings.scheduled_already": ("这一期会议已经排定，需要改时间或地点的，请办理改期。"),
    "meetings.window_open": ("本双周还没有结束，不能标记缺会。"),
    "meetings.wrong_window": ("会议与网格或期次不符，请从该期会议的页面提交。"),
    "past.no_room": (
        "回看这一时刻要占用的磁盘空间不够，暂时看不了；当前的页面不受影响。"
        "请管理员清理磁盘，或者调大回看可用的空间。"
    ),
    "places.code_taken": ("编号{number}已经登记，没有改动。请换一个编号，或到登记册里更正。"),
    "places.not_retired": ("这个对象没有销档，不必恢复，没有改动。"),
    "places.no_such_option": ("所选项目不在现行清单内。请刷新页面后重新选择。"),
    "places.not_correctable": (
        "这一项不能更正。可更正的有：名称、地址、门牌、户主或负责人、电话。"
    ),
    "places.own_parent": ("对象不能以自己为上级。请重新选择所属上级。"),
    "places.retired": ("这个对象已经销档。如仍在使用，请先恢复建档。"),
    "places.unknown": ("登记册中没有这个对象。请先建档。"),
    "policies.changed_meanwhile": (
        "您填写期间已经发布了第{number}版，这次没有发布。请打开第{number}版核对后再改。"
    ),
    "policies.unknown": ("没有这项政策。请从列表中选择。"),
    "policies.no_limit": (
        "现行的办理时限没有这一步的规定，暂时不能办理。请管理员在“政策”里补上后再试。"
    ),
    "policies.no_such_limit": (
        "现行政策里的期限“{limit}”无法计算，暂时不能办理。请管理员在“政策”里改正后再试。"
    ),
    "policies.unfit": ("这一版有{count}处不能生效，未发布。请按提示改正后再发布。"),
    "resolutions.adopted_already": ("这个编号的议定事项已经登记，内容不同的请另行编号。"),
    "resolutions.already_closed": ("这件议定事项已经销号或撤销，不能再办理。"),
    "resolutions.claim_pending": ("销号申请正在等待核验，核验后才能再次申请。"),
    "resolutions.not_claimed": ("责任单位还没有申请销号，暂时不能核验或退回。"),
    "resolutions.own_claim": ("销号须由申请人以外的人核验，请交其他人办理。"),
    "resolutions.percent_out_of_range": ("进度应填0到100之间的整数。"),
    "resolutions.unknown": ("没有找到这件议定事项，请从议定事项清单中打开。"),
    "topics.dates_reversed": ("结束日期早于开始日期，请改正起止日期。"),
    "topics.in_the_future": ("完成日期晚于今天，请填写实际完成的日期。"),
    "topics.milestone_outside": ("节点日期应在课题起止日期之内，请改正后再提交。"),
    "topics.milestone_reached": ("这个节点已经登记完成，不能再调整或重复登记。"),
    "topics.milestones_unclear": ("课题至少要有一个节点，而且节点编号不能重复。"),
    "topics.no_such_milestone": ("课题中没有这个节点，请刷新页面后重新选择。"),
    "topics.not_open": ("这个课题不在办理中，请刷新页面，查看本网格当前的课题。"),
    "topics.one_open": ("本网格的课题“{title}”还没有结题，一格一题，请先结题再立新题。"),
    "topics.percent_out_of_range": ("进度应填0到100之间的整数。"),
    "topics.wrong_grid": ("课题与网格不符，请从本网格的课题页面提交。"),
    "visits.already_made": ("这次走访已经登记，没有改动。如再次上门，请另行登记一次走访。"),
    "visits.already_planned": ("这次走访已有计划或已经登记，不能另排。请取消原计划后重新排定。"),
    "visits.finding_escalated": ("第{number}个问题已转为网格问题。请在该问题中继续办理。"),
    "visits.finding_solved": ("第{number}个问题已经解决，不必再转办。如再次出现，请另行上报。"),
    "visits.finding_told_twice": ("两个发现的问题用了同一序号。请刷新页面后重新填写。"),
    "visits.hazard_needs_proof": ("第{number}个问题是隐患，销号须附整改后的照片。"),
    "visits.in_the_future": ("走访时间晚于现在。请核对手机时间后重新提交。"),
    "visits.issue_missing": ("第{number}个问题登记为转办，但没有网格问题编号。请重新提交。"),
    "visits.missed_but_told": (
        "未遇或拒访的走访不能填写检查项和发现的问题。请改选走访结果，或删去这些内容。"
    ),
    "visits.next_before_visit": ("回访或下次上门的日期早于本次走访。请重新选择日期。"),
    "visits.no_such_edition": ("表单使用的七要诀版本不存在。请刷新页面后重新填写。"),
    "visits.no_such_finding": ("这次走访没有第{number}个问题。请刷新页面查看最新情况。"),
    "visits.no_such_option": ("所选项目不在现行清单内。请刷新页面后重新选择。"),
    "visits.not_planned": ("这次走访没有待执行的计划，不必取消。"),
    "visits.planned_too_late": ("计划走访的日期已经过去。请选择今天或以后的日期。"),
    "visits.proof_missing": ("第{number}个问题登记为当场解决，请附照片或写明如何解决。"),
    "visits.solved_already": ("第{number}个问题已经登记解决，没有改动。"),
    "visits.unknown": ("没有找到这次走访。请先登记走访或排定计划。"),
    "web.no_such_case": ("没有找到这个编号的案件，请核对编号。"),
    "web.before_records": ("那时还没有任何记录，请选择晚一些的时间。"),
    "web.unchanged": ("没有改动：现在已经是这样，不必再办一次。"),
    "web.no_such_moment": ("看不懂要查看的时间，请填写日期时间或记录号。"),
}

UNSAFE: dict[str, str] = {
    "keys.master_damaged": (
        "主密钥文件 {file} 已损坏（应为32字节，现为{size}字节），已停止。请用备份里的主密钥恢复；"
        "从未使用过的部署，删除这个文件后再运行。"
    ),
    "keys.master_foreign": (
        "主密钥文件 {file} 与密钥库不是一套，已停止，没有改动。请换成与密钥库同一部署的主密钥："
        "从备份恢复，或从共用这个数据库的另一台服务器拷贝。见部署说明“恢复”一节。"
    ),
    "keys.master_missing": (
        "主密钥文件 {file} 不见了，而这里已有记录，已停止。不能另造，另造的打不开原有的个人信息。"
        "请从备份恢复，或从共用这个数据库的另一台服务器拷贝。见部署说明“恢复”一节。"
    ),
    "keys.master_unreadable": (
        "主密钥文件 {file} 读不出来，已停止。请改为服务用户可读；还是读不出来的，请用备份恢复。"
    ),
    "store.database_functions": (
        "环境变量 {name} 会使查询数据漏掉记录，已停止。请去掉这个环境变量后再运行。"
    ),
    "store.foreign_format": (
        "环境变量 {name} 会改变记录的保存格式，已停止。请去掉这个环境变量后再运行。"
    ),
    "store.not_durable": (
        "这里的数据库文件不能保证断电时不丢记录，已停止。请把数据文件夹换到本机的磁盘上再运行。"
    ),
    "store.server_not_durable": (
        "数据库服务器关闭了 {name}，断电时会丢失或损坏记录，已停止。"
        "请在服务器的配置里打开 {name}，重新载入配置后再运行。"
    ),
}

UNKNOWN = "这项操作现在不能办理，请刷新页面查看最新情况后再试。"


def sentence(refused: Refused) -> str:
    """Give the sentence of a refusal with its facts filled in."""
    return REFUSALS.get(refused.code, UNKNOWN).format_map(_Facts(refused.facts))


def unsafe(setting: UnsafeSettingError) -> str:
    """Give the sentence of a setting that would lose or falsify records."""
    return UNSAFE[setting.code].format(**setting.facts)


class _Facts(dict[str, str | int]):
    """Facts a sentence names; one that is missing is left out rather than failing the page."""

    def __missing__(self, key: str) -> str:
        return ""
