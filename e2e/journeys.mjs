// Everything people do with Linli, in a real browser: `npm test`. One server and one browser for all of them.
import { suite } from "./lib/world.mjs";

const stories = await Promise.all(["resident", "case", "patrol", "field", "desk", "clerk", "board", "office", "accounts", "sso", "registers", "import", "exchange", "calendar", "bodies", "matters", "deliberation", "care", "living", "rosters", "members", "privacy", "territory", "webhooks", "every-page", "plans", "shift", "whistle", "window", "together"].map((name) => import(`./journeys/${name}.mjs`)));

suite("Journeys", () => stories.forEach((story) => story.default()));
