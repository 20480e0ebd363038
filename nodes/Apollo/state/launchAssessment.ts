import type { Assessment } from '../../deployment/state/assessment';
import { phaseOf, type DeploymentState } from '../../deployment/state/deploymentState';
import { judge } from '../../deployment/state/verdict';
import type { BuildError, Launch, LaunchSummary, SubgraphInput } from '../api/types';
import { launchState } from './launchState';
import { artifactOf, inputOf, isOver, isSameInput } from './publishedSchema';

/** One look at a launch that is followed, through all that superseded it. */
export interface LaunchSight {
	/** The launch that was started. */
	readonly first: Launch;
	/** The one that its schema goes on in: itself, unless others superseded it. */
	readonly last: Launch;
	/** What the routers are served at this moment. */
	readonly approved: LaunchSummary | null;
}

/**
 * How a launch is, for one subgraph: it is good when it ended well, its contract variants too, and the routers are
 * served this very schema. A superseded launch stays initiated at Apollo; what superseded it may carry its schema on.
 */
export function assessLaunch(sight: LaunchSight, subgraph: string): Assessment {
	const { first, last } = sight;
	const wanted = inputOf(first, subgraph);
	if (subgraph !== '' && wanted === undefined) {
		return failed('failed', `launch ${first.id} has no subgraph ${subgraph}`);
	}
	if (last.id !== first.id && (wanted === undefined || !isSameInput(inputOf(last, subgraph), wanted))) {
		const what = subgraph === '' ? '' : `, with another schema of ${subgraph}`;
		return failed('superseded', `launch ${last.id} superseded it${what}`);
	}
	if (last.status === 'LAUNCH_FAILED')
		return failed('failed', `launch ${last.id} failed: ${describeErrors(last.errors)}`);
	if (last.status === 'LAUNCH_INITIATED') {
		if (last.supersededAt === null) return pending('building', `launch ${last.id} is at work`);
		return failed('superseded', `launch ${last.id} was superseded, and Apollo does not tell by which`);
	}
	if (last.status !== 'LAUNCH_COMPLETED')
		return pending('unknown', `Apollo says of launch ${last.id}: "${last.status}"`);
	return assessDownstream(last) ?? assessServed(sight, wanted);
}

/** Launches of the contract variants, which filter the same schema. */
function assessDownstream({ downstream }: Launch): Assessment | null {
	const bad = downstream.find(({ status }) => status === 'LAUNCH_FAILED');
	if (bad)
		return failed(
			'failed',
			`launch ${bad.id} of contract variant ${bad.variant} failed: ${describeErrors(bad.errors)}`,
		);
	const open = downstream.filter((launch) => !isOver(launch));
	if (open.length === 0) return null;
	return pending('rolling', `contract variants are still at work: ${open.map(({ variant }) => variant).join(', ')}`);
}

/** Without a subgraph the launch itself has to be served; with one, its schema, by whatever launch. */
function assessServed({ first, last, approved }: LaunchSight, wanted: SubgraphInput | undefined): Assessment {
	const served = wanted === undefined ? undefined : inputOf(approved, wanted.name);
	const artifact = wanted === undefined ? (approved?.id ?? null) : served ? artifactOf(served) : null;
	const verdict = judge({
		deploymentId: last.id,
		status: { state: 'live', reason: '' },
		requestedArtifact: wanted === undefined ? last.id : artifactOf(wanted),
		running: [{ name: 'the routers', deploymentId: approved?.id ?? null, artifact }],
		expectedInstances: 1,
		matchDeployment: false,
	});
	if (verdict.success && (wanted === undefined || isSameInput(wanted, served))) {
		return { phase: 'succeeded', state: 'live', reason: '' };
	}
	// What routers are served is told a moment later than that the launch is over.
	if (approved === null || approved.createdAt <= first.createdAt) {
		return pending('rolling', `launch ${last.id} is over, and routers are not served it yet`);
	}
	return failed('superseded', `routers are served launch ${approved.id} by now, which came after it`);
}

function failed(state: DeploymentState, reason: string): Assessment {
	return { phase: phaseOf(state), state, reason };
}

const pending = failed;

const mostErrors = 5;

/** Build errors as people read them: `[gateway] Unknown type "Prise" (line 9, column 3)`. */
export function describeErrors(errors: readonly BuildError[]): string {
	if (errors.length === 0) return 'Apollo gives no reason';
	const told = errors.slice(0, mostErrors).map(({ message, locations: [first] }) => {
		const place = first ? ` (line ${first.line}, column ${first.column})` : '';
		return `${message.replace(/[.\s]+$/, '')}${place}`;
	});
	const more = errors.length > mostErrors ? [`and ${errors.length - mostErrors} more`] : [];
	return [...told, ...more].join('; ');
}

/** How a single launch is, for a list or a look without a wait. */
export function stateOfLaunch(launch: Launch, approved: LaunchSummary | null): DeploymentState {
	if (launch.supersededAt !== null && launch.status === 'LAUNCH_INITIATED') return 'superseded';
	return launchState(
		launch,
		approved !== null && approved.id !== launch.id && approved.createdAt > launch.createdAt ? [approved] : [],
	);
}
