import { chooseTarget, rolledBackFrom } from '../../../../nodes/Netlify/state/rollbackCandidates';
import type { NetlifyDeploy } from '../../../../nodes/Netlify/api/types';

/** Deploys by name: when made and when last published, in minutes. */
function history(...rows: Array<readonly [string, number, number | null, string?]>): NetlifyDeploy[] {
	const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
	return rows
		.map(([id, created, published, state = 'ready']) => ({
			id,
			state,
			draft: false,
			commit_ref: `commit-of-${id}`,
			created_at: at(created),
			published_at: published === null ? null : at(published),
		}))
		.reverse();
}

function target(deploys: NetlifyDeploy[], liveId: string, verified: string[] | null = null): string {
	const live = deploys.find(({ id }) => id === liveId);
	if (!live) throw new Error(`No ${liveId}`);
	const choice = chooseTarget(live, deploys, verified);
	return choice.found ? choice.target.id : choice.reason;
}

describe('chooseTarget', () => {
	it('takes the deploy that was live before', () => {
		expect(target(history(['first', 0, 1], ['second', 10, 11], ['bad', 20, 21]), 'bad')).toBe('second');
	});

	it('passes over builds that failed or were never live', () => {
		const deploys = history(['good', 0, 1], ['failed', 10, null, 'error'], ['locked out', 15, null], ['bad', 20, 21]);
		expect(target(deploys, 'bad')).toBe('good');
	});

	it('passes over a deploy that was itself rolled back from', () => {
		const deploys = history(['good', 0, 12], ['bad', 10, 11], ['also bad', 20, 21]);
		expect(target(deploys, 'also bad')).toBe('good');
	});

	it('goes back only to what the ledger verified, by id or by commit', () => {
		const deploys = history(['a', 0, 1], ['b', 10, 11], ['c', 20, 21], ['bad', 30, 31]);
		expect(target(deploys, 'bad', ['b'])).toBe('b');
		expect(target(deploys, 'bad', ['commit-of-a'])).toBe('a');
		expect(target(deploys, 'bad', ['something else'])).toContain('None of the 3 releases');
		expect(target(deploys, 'bad', [])).toContain('None of the 3 releases');
	});

	it('says so when there is nothing before', () => {
		expect(target(history(['only', 0, 1]), 'only')).toBe('There is no release before only');
	});
});

describe('rolledBackFrom', () => {
	it('finds the deploy over which an older one was put back', () => {
		const deploys = history(['good', 0, 12], ['bad', 10, 11]);
		expect(deploys[1] && rolledBackFrom(deploys[1], deploys)?.id).toBe('bad');
	});

	it('finds none for a live deploy that nothing followed', () => {
		const deploys = history(['good', 0, 1], ['live', 10, 11]);
		expect(deploys[0] && rolledBackFrom(deploys[0], deploys)).toBeUndefined();
	});
});
