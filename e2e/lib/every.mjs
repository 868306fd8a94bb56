// Which pages there are, for whom: each is looked at in both sizes and both languages.
import { DEMO, get, place, reported } from "./world.mjs";

/** @type {Promise<{login: string | null, path: string}[]> | undefined} */
let known;

/** Paths of the pages somebody has, with records of the made-up year where a page needs one. */
export function everyPage() {
  known ??= find();
  return known;
}

async function find() {
  const at = await place();
  const matter = await reported(at, "垃圾桶倒在人行道上，三天没人扶");
  const first = async (login, path, pattern) => pattern.exec(await get(login, path))?.[1] ?? "";
  const wish = await first(DEMO.clerk, "/registers/wish", /data-item="([^"]+)"/);
  const account = await first(DEMO.admin, "/admin/accounts?q=clerk", /\/admin\/accounts\/([0-9a-f-]{36})"/);
  const whistle = await first(DEMO.dispatcher, "/registers/whistle", /data-item="([^"]+)"/);
  const call = await first(DEMO.dispatcher, "/registers/call", /data-item="([^"]+)"/);
  const joined = await first(DEMO.clerk, "/join", /href="(\/join\/[^"]+)"/);
  const secretary = "secretary-340104001001";
  const resolution = await first(secretary, "/registers/resolution", /data-item="([^"]+)"/);
  const session = await first(secretary, "/registers/session", /data-item="([^"]+)"/);
  const shown = await first(DEMO.clerk, "/openness?area=340104001001", /href="\/openness\/(JY[^"]+)"/);
  const area = await first(DEMO.supervisor, "/board", /href="(\/board\?[^"]*area=340104001[^"]*)"/);
  const of = (login, ...paths) => paths.filter((path) => !/(\/|undefined)$/.test(path)).map((path) => ({ login, path: path.replaceAll("&amp;", "&") }));
  return [
    ...of(null, "/login", "/report", "/fill/self_registration", "/fill/question", "/openness", "/openness?area=340104001001", "/circle", "/circle?area=340104001001", `/openness/${shown}`, "/patrol/offline", "/join", joined, "/certificate", "/public", "/public?state=closed&area=340104001001", matter.link, `${matter.link}/thanks`),
    ...of(DEMO.lead, "/patrol", "/patrol/report", "/patrol/map", "/patrol/me", "/patrol/queue", "/patrol/day"),
    ...of(at.lead, `/patrol/${matter.id}`),
    ...of(DEMO.clerk, "/desk", "/desk?show=list", "/home", "/notices", "/notices?all=1", "/search", "/search?q=路灯"),
    ...of(DEMO.clerk, "/registers/case", "/registers/case?show=board", "/registers/case?show=map", "/registers/case?show=calendar", "/registers/case/new"),
    ...of(DEMO.clerk, "/registers/wish", "/registers/wish?show=board", "/registers/wish?show=calendar", "/registers/wish/new", "/registers/wish/import"),
    ...of(DEMO.clerk, `/records/${wish}`, "/handbook", "/handbook/wish", "/handbook/task"),
    ...of(DEMO.dispatcher, "/desk", "/desk?view=late", "/registers/task", "/registers/task/new", "/registers/task?show=calendar"),
    ...of(DEMO.dispatcher, "/registers/case/exchange/hotline"),
    ...of(DEMO.dispatcher, "/registers/whistle", "/registers/whistle/new", "/registers/call", `/records/${whistle}`, `/records/${call}`),
    ...of(DEMO.clerk, "/shift", "/registers/handover/new", "/registers/handover"),
    ...of(DEMO.dispatcher, "/shift"),
    ...of(DEMO.supervisor, "/board/rates/satisfaction", "/board/rates/satisfaction?from=2025-12-01&to=2025-12-31", "/board/rates/received"),
    ...of(DEMO.clerk, "/registers/care", "/registers/care/new", "/registers/facility", "/registers/facility/new", "/registers/question", "/handbook/care"),
    ...of(DEMO.clerk, "/call-backs", "/handbook/duties", "/handbook/whistle", "/handbook/call"),
    ...of(DEMO.supervisor, "/board?register=call", "/board?register=whistle"),
    ...of(at.clerk, `/records/${matter.id}`, `/records/${matter.id}?act=accept`, `/records/${matter.id}?act=urge`),
    ...of(DEMO.supervisor, "/board", area, "/board/analysis", "/board/analysis?month=2026-02", "/wall", "/desk", "/areas/plans"),
    ...of(DEMO.admin, "/admin/accounts", "/admin/accounts/new", `/admin/accounts/${account}`, "/admin/webhooks", "/admin/webhooks/new", "/admin/channels"),
    ...of(DEMO.admin, "/rosters/accounts", "/rosters/bodies"),
    ...of(DEMO.admin, "/admin/areas", "/admin/areas?at=340104001001", "/admin/areas?q=slajd", "/admin/areas?of=country"),
    ...of(DEMO.dispatcher, "/areas/grids", "/areas/340104001001/grids", "/areas/where", "/areas/where?q=1,1"),
    ...of(DEMO.auditor, "/admin/journal", "/admin/journal/sign-ins"),
    ...of(DEMO.officer, "/privacy", "/privacy/retention"),
    ...of(DEMO.clerk, "/me", "/me/password", "/me/second-factor", "/me/stand-in", "/me/channels"),
    ...of(DEMO.clerk, "/match", "/registers/need", "/registers/offer", "/registers/team", "/registers/activity", "/handbook/sign_up"),
    ...of("secretary-340104001001", "/year/unit", "/registers/report_in"),
    ...of("secretary-340104001001", "/registers/matter", "/registers/matter/new", "/registers/appraisal/new", "/handbook/matter"),
    ...of("secretary-340104001001", "/duties", "/duties?year=2025", "/calendar?month=2026-03", "/calendar?month=2026-03&show=list", "/registers/org_life", "/registers/org_life/new"),
    ...of("secretary-340104001001", "/registers/training/new", "/registers/commitment/new", "/registers/campaign/new", "/registers/aid_fund/new", "/handbook/org_life"),
    ...of(DEMO.organiser, "/duties?year=2025", "/duties?year=2025&duty=branch_meeting&area=340104001", "/calendar?month=2026-03"),
    ...of(null, "/sheets/commitment/board?area=340104001001", "/sheets/secretary_report/board?area=340104001001"),
    ...of(secretary, "/registers/resolution", "/registers/resolution/new", `/records/${resolution}`, `/records/${session}`, "/registers/session/new", "/handbook/resolution"),
    ...of(DEMO.organiser, "/bodies", "/bodies?area=340104001", "/bodies?area=340104001001", "/bodies?kind=workstation", "/bodies/new?area=340104001001"),
    ...of(DEMO.organiser, "/bodies/340104001:street_party_committee", "/bodies/340104001:street_party_committee/appoint?post=party_concurrent"),
  ].filter(({ path }) => path);
}
