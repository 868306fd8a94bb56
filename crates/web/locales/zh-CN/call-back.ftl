# 回访
menu-call-backs = 回访
event-call-back-draw = 抽取回访
review-note = 复核理由（必填）
call-back-never = 还没有抽取过：一期结束后由程序抽取。
call-back-last = 上次抽取：{ $period }办结待评价 { $of } 件，抽中 { $drawn } 件，种子 { $seed }
call-back-rule = 每{ $every }结束后由程序随机抽取：各{ $level }办结待评价的 { $share }%，每处至少 { $least } 件。种子在抽取时产生并写入日志，谁也不能挑选，事后可以重抽核对。
call-back-week = 周
call-back-month = 月
call-back-say = 怎么问
call-back-script = “您好，我是{ $x }的工作人员。您反映的事已经办结，想听听您的评价：对办理结果满意吗？还有什么要说的？”
call-back-levels = 五个等次
call-back-bad = 很不满意和不满意会重新办理：1 个工作日内联系，15 个工作日内整改，整改后再评价一次。
call-back-waiting = { $n ->
    [0] 待回访
   *[other] 待回访 { $n } 件
}
call-back-who = 当事人
call-back-answer = 记录
call-back-put-down = 记下评价
call-back-own = 本单位办理，由其他人回访
call-back-none = 没有要回访的
call-back-none-way = 抽中的都已评价，或者还没有到抽取的时候。
call-back-all = 台账
