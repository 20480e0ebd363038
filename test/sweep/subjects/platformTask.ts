import type { IDataObject } from 'n8n-workflow';

import { isRecord, type JsonRecord, readPath, readString } from '../../../tools/json';
import { MONOREPO } from '../../workflows/releaseWorld';
import { judgeLook, judgeResult } from '../invariants/platformResult';
import { brokenRuns, handedBack } from '../invariants/runs';
import { shownSecrets } from '../invariants/secrets';
import type { Scene, Subject, SweptStage } from '../subject';
import type { SweptWorld } from '../sweptWorld';
import { type PlatformPlace, platformPlaces } from './platformPlaces';

const TASKS = ['look', 'list', 'deploy', 'adopt', 'rollback'] as const;

/** What was started ends within that, once all is well again. */
const AFTERWARDS_MS = 900_000;
const BUILD_MS = 120_000;
const WAIT_SECONDS = 200;

/** 20 to 24 by themselves: each task with the item that 15 hands on. */
export const platformTasks: readonly Subject[] = platformPlaces.flatMap((place) =>
	TASKS.map((task) => {
		const prepare = async (stage: SweptStage, isOurs: boolean): Promise<Scene> => {
			if (!isOurs) await stage.reset([]);
			const platform = new PlatformRuns(stage.engine, place);
			if (task === 'look' || task === 'list') return lookScene(platform, { task }, await platform.live());
			return changeScene(platform, await askedFor(platform, task));
		};
		return {
			name: `${place.workflow} ${task}`,
			// Those of a change repeat each other from platform to platform, and from deploy to adopt.
			most: task === 'look' || task === 'list' ? undefined : 100,
			prepare,
			prepareInN8n: prepare,
		};
	}),
);

interface Live {
	readonly commit: string;
	readonly count: number;
}

/** The platform's workflow, and what its platform serves, past all of ours. */
class PlatformRuns {
	broken: string[] = [];

	constructor(
		readonly engine: SweptWorld,
		readonly place: PlatformPlace,
	) {}

	async live(): Promise<Live> {
		const { platform, target, path } = this.place;
		const url = path === '' ? '' : `${this.engine.sandbox.origin}${path}`;
		const seen = await this.engine.clouds.serviceState({ service: target, platform, target, url });
		return { commit: seen.commit, count: seen.deploymentCount };
	}

	/** Gives the item that comes back; what is wrong with the run is in `broken`. */
	async run(item: IDataObject): Promise<JsonRecord> {
		const { platform, target, workflowId, item: row } = this.place;
		const asked: IDataObject = { ...row, platform, target, release: { releaseId: 'r-1', branch: 'main' }, ...item };
		await this.engine.start(workflowId, asked, 'integrated');
		const back = handedBack(this.engine, workflowId, asked);
		this.broken = [...back.violations, ...brokenRuns(this.engine)];
		return back.item;
	}

	/** A deployment of a new commit, whose image is there. */
	async newCommit(): Promise<IDataObject> {
		const { file, text, image } = this.place;
		const { sha } = await this.engine.commit(MONOREPO, { files: { [file]: text(++marks) } });
		await this.engine.clock.pass(BUILD_MS);
		const rest = { branch: 'main', message: 'feat: oils', releaseId: 'r-1', waitSeconds: WAIT_SECONDS };
		return { ...rest, task: 'deploy', commit: sha, artifact: image(sha) };
	}

	/** Time in which what was started ends. */
	async rest(): Promise<void> {
		await this.engine.clock.pass(AFTERWARDS_MS);
		await this.engine.runner.settled();
	}

	/** What is wrong whatever was asked for. */
	always(): string[] {
		const { engine } = this;
		const paged = engine
			.incidents()
			.map(({ summary }) => `somebody was paged, which is its caller to do: ${String(summary)}`);
		return [...this.broken, ...paged, ...shownSecrets(engine)];
	}
}

let marks = 0;

function lookScene(platform: PlatformRuns, item: IDataObject, before: Live): Scene {
	let result: JsonRecord = {};
	return {
		async play() {
			result = await platform.run(item);
		},
		async mend() {},
		isDone: async () => readPath(result, 'live', 'ok') === true,
		async judge() {
			const now = await platform.live();
			const isChanged = now.commit !== before.commit || now.count !== before.count;
			return [
				...platform.always(),
				...judgeLook(result.live, now.commit),
				...(isChanged ? ['a look changed what is live'] : []),
			];
		},
	};
}

/** Deploys, follows what is under way, or rolls back. */
function changeScene(platform: PlatformRuns, { item, old, wanted, count }: Asked): Scene {
	let result: JsonRecord = {};
	let atEnd = '';
	let firstViolations: readonly string[] = [];
	let look: JsonRecord = {};
	let isFollowed = false;
	return {
		async play() {
			result = await platform.run(item);
			firstViolations = platform.always();
		},
		async mend() {
			atEnd = (await platform.live()).commit;
			await platform.rest();
			look = await platform.run({ ...item, task: 'look' });
			// What is found under way is followed to its end, as by the next release.
			const underWay = readPath(look, 'live', 'underWay');
			if (!isRecord(underWay)) return;
			const [commit, artifact, deploymentId] = ['commit', 'artifact', 'deploymentId'].map((name) =>
				readString(underWay, name),
			);
			await platform.run({ waitSeconds: WAIT_SECONDS, ...item, task: 'adopt', commit, artifact, deploymentId });
			isFollowed = true;
			await platform.rest();
			look = await platform.run({ ...item, task: 'look' });
		},
		isDone: async () => readPath(result, 'published', 'ok') === true,
		async judge() {
			const now = await platform.live();
			const made = now.count - count;
			return [
				...firstViolations,
				...platform.always(),
				...judgeResult(result.published, { before: old, wanted, atEnd, afterwards: now.commit, isFollowed }),
				...judgeLook(look.live, now.commit),
				...(made > 1 ? [`${made} deployments were made for one`] : []),
			];
		},
	};
}

/** What is asked for, and the commits and the number of deployments before and after. */
interface Asked {
	readonly item: IDataObject;
	readonly old: string;
	readonly wanted: string;
	readonly count: number;
}

/** In a world that is made ready for it. */
async function askedFor(platform: PlatformRuns, task: 'deploy' | 'adopt' | 'rollback'): Promise<Asked> {
	const idOf = ({ published }: JsonRecord): string => readString(isRecord(published) ? published : {}, 'id') ?? '';
	const before = await platform.live();
	if (task !== 'rollback') {
		const deploy = await platform.newCommit();
		const asked: Asked = { item: deploy, old: before.commit, wanted: String(deploy.commit), count: before.count };
		if (task === 'deploy') return asked;
		const deploymentId = idOf(await platform.run({ ...deploy, waitSeconds: 1 }));
		return { ...asked, item: { ...deploy, task, deploymentId } };
	}
	const toDeploymentId = String(readPath(await platform.run({ task: 'look' }), 'live', 'deploymentId'));
	const badDeploymentId = idOf(await platform.run(await platform.newCommit()));
	const verifiedDeployments = [toDeploymentId];
	const item = { task, badDeploymentId, toDeploymentId, verifiedDeployments, waitSeconds: WAIT_SECONDS };
	const bad = await platform.live();
	return { item, old: bad.commit, wanted: before.commit, count: bad.count };
}
