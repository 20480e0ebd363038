import type { Decision } from './decision';
import {
	adoptLine,
	artifactOrLine,
	baselineLine,
	compensatedLine,
	dependencyLine,
	deployLine,
	driftLine,
	failedLine,
	foreignLine,
	holdLine,
	nothingLine,
	skipLine,
	triesLine,
	verifyLine,
} from './decisionLines';
import {
	decide,
	type DecisionContext,
	isDecision,
	type LineResult,
	nameOf,
	serviceView,
	type ServiceView,
	unseen,
	unseenAtGitHub,
} from './serviceView';
import type { ServiceSight, SightQuestions } from './sight';
import { approvalLine, approvalOf, windowLine } from './stopLines';

/** In their order: the first line that holds decides. What none holds for is deployed. */
const linesBeforeTheBuild: ReadonlyArray<(view: ServiceView) => LineResult> = [
	adoptLine,
	verifyLine,
	baselineLine,
	driftLine,
	skipLine,
	nothingLine,
	holdLine,
	failedLine,
	compensatedLine,
	approvalLine,
	windowLine,
	dependencyLine,
];
const linesAfterTheBuild: typeof linesBeforeTheBuild = [triesLine, foreignLine];

/** What is to be done about one service; or what GitHub has to be asked before that can be said. */
export function decideService(sight: ServiceSight, context: DecisionContext): Decision | SightQuestions {
	const { row, head, live } = sight;
	const byRow = rowLine(sight);
	if (byRow !== null) return byRow;
	if (!head.isSeen) return unseenAtGitHub(context, `What is to be live could not be seen: ${head.reason}`);
	if (head.wanted === null) {
		return row.deployFrom === 'release'
			? decide('blocked', 'Nothing has been released yet')
			: decide('blocked', `The branch ${context.release.branch} is gone`, { saidAs: `gone:${context.release.branch}` });
	}
	if (!live.isSeen) return unseen(context, `What is live could not be seen: ${live.reason}`);
	return firstOf(serviceView(sight, { wanted: head.wanted, live: live.live }, context));
}

/** What the row itself says against any deployment. */
function rowLine({ row, issues }: ServiceSight): Decision | null {
	if (!row.enabled) return decide('blocked', 'It is switched off in the catalog');
	const faulty = (reason: string): Decision => decide('blocked', reason, { saidAs: `faulty:${nameOf(row)}` });
	if (issues.length > 0)
		return faulty(issues.map(({ field, message, advice }) => `${field}: ${message}. ${advice}`).join('; '));
	if (imagePlatforms.includes(row.platform) && row.image === '') {
		return faulty('image: the row names no image. Enter one such as registry.fly.io/paintbox-api:{commit}');
	}
	return null;
}

/** Platforms that run an image, which somebody else builds. */
const imagePlatforms: readonly string[] = ['fly', 'ecs'];

function firstOf(view: ServiceView): Decision | SightQuestions {
	const before = firstResult(linesBeforeTheBuild, view);
	if (before !== null) return before;
	const built = artifactOrLine(view);
	if (isDecision(built) || 'pairs' in built) return built;
	return firstResult(linesAfterTheBuild, view) ?? deployLine(view, built, approvalOf(view, built));
}

function firstResult(lines: typeof linesBeforeTheBuild, view: ServiceView): Decision | SightQuestions | null {
	for (const line of lines) {
		const result = line(view);
		if (result !== null) return result;
	}
	return null;
}
