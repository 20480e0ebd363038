import type { IDataObject } from 'n8n-workflow';

import { readString } from '../../../tools/json';
import { leftBeginning, leftRow } from '../../workflows/leftRow';
import { WATCH } from '../../workflows/releaseWorld';
import { leftovers } from '../invariants/leftovers';
import { brokenRuns } from '../invariants/runs';
import { shownSecrets } from '../invariants/secrets';
import type { Scene, Stage, Subject } from '../subject';

const MINUTE_MS = 60_000;
/** What does not get through is tried again after a while, at last every 15 minutes. */
const MINUTES = 45;
const MINUTES_AWAY = 25;
const KEY = 'slipway/candlefish-ai/candlefish@main';
const PAGE = { action: 'trigger', key: KEY, summary: 'the API is not healthy', severity: 'critical', source: 'api' };
const BLIND_KEY = 'slipway/watch';

/** 08 with what was left to it: a page that PagerDuty did not take, and a row that the ledger did not. */
export const leftBehind: readonly Subject[] = [
	// The deployment was begun in the ledger, and its end was kept; or the ledger took neither.
	subject('08-reconcile of what was kept', true),
	subject('08-reconcile of a row that the ledger has nothing of', false),
];

function subject(name: string, isBegunInLedger: boolean): Subject {
	return {
		name,
		most: 6,
		steps: [
			'What is it?',
			'Tell the person on call',
			'Take the row',
			'If it is of a deployment',
			'Write the deployment',
			'If the ledger took it',
		].map((step) => ({ workflowId: WATCH, step })),
		async prepare({ engine, reset }: Stage): Promise<Scene> {
			await reset([]);
			// No branch is looked at: only what was left.
			await engine.redis('DEL', 'slipway:watch');
			const away = engine.sandbox.addFault({ platform: 'pagerduty', kind: 'status', status: 503, times: 'always' });
			await engine.start('slipway13tell', { announcement: { page: PAGE } } as IDataObject, 'integrated');
			engine.sandbox.removeFault(away);
			if (isBegunInLedger) engine.tables.insert('slipway_deployments', leftBeginning);
			const [{ id } = { id: 0 }] = engine.tables.rows('slipway_deployments');
			await engine.redis('HSET', 'slipway:rows', 'd/1/api', JSON.stringify({ ...leftRow, id }));

			const rows = (): unknown[] => engine.tables.rows('slipway_deployments').map(({ state }) => state);
			const told = () => engine.incidents().filter(({ dedupKey }) => dedupKey === KEY);
			const isDone = async (): Promise<boolean> =>
				rows().join() === 'live' && told().length > 0 && (await leftovers(engine)).length === 0;
			// Redis is asked for nothing here while a fault is in force, which is for the Watch.
			const minutes = async (count: number): Promise<void> => {
				for (let minute = 0; minute < count; minute++) {
					engine.pollBeside(WATCH);
					await engine.clock.pass(MINUTE_MS);
				}
				await engine.runner.settled();
			};
			let broken: string[] = [];
			return {
				async play() {
					await minutes(3);
				},
				async judgeWhileAway() {
					await minutes(MINUTES_AWAY);
					return [];
				},
				async mend() {
					broken = brokenRuns(engine);
					for (let minute = 0; minute < MINUTES && !(await isDone()); minute++) await minutes(1);
				},
				isDone,
				async judge() {
					const others = engine.incidents().filter(({ dedupKey }) => dedupKey !== KEY);
					const ofItself = others.filter(({ dedupKey, status }) => dedupKey === BLIND_KEY && status === 'resolved');
					const unasked = others.filter((incident) => !ofItself.includes(incident));
					const [page] = told();
					return [
						...(rows().join() === 'live' ? [] : [`the row that was kept is in the ledger as ${rows().join()}`]),
						...(told().length === 1 && page?.status === 'triggered' && Number(page.pageCount) === 1
							? []
							: [`the page that was kept was told ${told().length} times: ${JSON.stringify(told())}`]),
						...(unasked.length > 0 && broken.length === 0
							? [`somebody was paged of ${unasked.map((incident) => readString(incident, 'summary')).join(' | ')}`]
							: []),
						...(await leftovers(engine)).map((what) => `left behind: ${what}`),
						...shownSecrets(engine),
					];
				},
			};
		},
	};
}
