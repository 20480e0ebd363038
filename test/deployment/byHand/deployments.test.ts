import {
	answers,
	BAD,
	cellsOf,
	deployed,
	fieldsOf,
	first,
	GOOD,
	labelsOf,
	listed,
	live,
	OLD,
	planned,
	rows,
	run,
	unseen,
} from './handSteps';

describe('the deployments', () => {
	it('are what was verified and is not live, with who, when and what, above them all that happened', () => {
		const page = listed();
		expect(labelsOf(page)).toEqual(['1111111 First, went live 27 Nov 02:05 UTC']);
		expect(cellsOf(page)).toEqual([
			['2222222 Costs $&amp; more', 'kim', '55 minutes ago', 'healthy, live now'],
			['1111111 First', 'kim', '55 minutes ago', 'healthy'],
		]);
		expect(page.page?.description).toContain('<b>2222222</b> is live now.');
	});

	it('are also what a person rolled back, marked and last: it may not have been to blame', () => {
		const back = deployed(5, 'web', 'by-hand/8', GOOD, {
			kind: 'rollback',
			deployment_id: 'web-r1',
			previous_id: 'web-r2',
			actor: 'Kim Park',
		});
		const fix = deployed(6, 'web', 'r3', OLD);
		const page = listed({ live: live('web-r3', OLD) }, { ...rows, ledger: [fix, back, ...rows.ledger] });
		expect(labelsOf(page)).toEqual([
			'1111111 First, went live 27 Nov 02:05 UTC',
			'2222222 Costs $& more, went live 27 Nov 02:05 UTC, rolled back by Kim Park',
		]);
		expect(cellsOf(page).map(([commit, by, , verdict]) => [commit, by, verdict])).toEqual([
			['0000000', 'kim', 'healthy, live now'],
			['1111111 First', 'Kim Park', 'rolled back to it, healthy'],
			['2222222 Costs $&amp; more', 'kim', 'healthy; rolled back by Kim Park'],
			['1111111 First', 'kim', 'healthy'],
		]);
		expect(planned(page, labelsOf(page)[1]).hand.entries).toMatchObject([{ toId: 'web-r2', toCommit: '2222222' }]);
	});

	it('are never what failed its check, nor what the platform no longer has', () => {
		const bad = deployed(6, 'web', 'r3', OLD, { state: 'rolledBack', verified: false });
		const back = deployed(7, 'web', 'r3', BAD, {
			kind: 'rollback',
			deployment_id: 'web-r2',
			previous_id: 'web-r3',
			actor: 'Slipway',
		});
		const ledger = [back, bad, ...rows.ledger];
		const items = ['web-r1', 'web-r3'].map((id) => ({ id, commit: OLD, state: 'ready' }));
		const page = listed({ live: live('web-r2'), deployments: { ok: true, items } }, { ...rows, ledger });
		expect(labelsOf(page)).toEqual([expect.stringMatching(/^1111111 First/)]);
		expect(cellsOf(page)[1]).toEqual(['0000000', 'kim', '55 minutes ago', 'not healthy, rolled back']);
	});

	it('that read the same are told apart by their ids', () => {
		const twice = [rows.ledger[0], deployed(3, 'web', 'r1', GOOD, { deployment_id: 'web-r1b' }), rows.ledger[2]];
		expect(labelsOf(listed(undefined, { ...rows, ledger: twice }))).toEqual([
			'1111111 First, went live 27 Nov 02:05 UTC [web-r1b]',
			'1111111 First, went live 27 Nov 02:05 UTC [web-r1]',
		]);
	});

	it('of another environment or service do not count', () => {
		const others = [
			deployed(9, 'web', 'r9', OLD, { environment: 'staging' }),
			deployed(8, 'api', 'r8', OLD),
			...rows.ledger,
		];
		expect(labelsOf(listed(undefined, { ...rows, ledger: others }))).toHaveLength(1);
	});

	it('are still offered when nobody can see what is live', () => {
		const page = listed({ live: unseen });
		expect(labelsOf(page)).toHaveLength(2);
		expect(page.page?.description).toContain('Nobody could see what is live now');
	});

	it('are those of the platform when the ledger cannot be read, and nobody knows which are good', () => {
		const broken = { ...rows, ledger: [{ error: 'database is locked' }] };
		const items = [{ id: 'x1', commit: OLD, title: 'Older', createdAt: run.nowIso, state: 'ready', live: false }];
		const page = listed({ live: live('web-r2'), deployments: { ok: true, items } }, broken);
		expect(labelsOf(page)).toEqual([expect.stringMatching(/^0000000 Older, made .*not known to be good$/)]);
		expect(page.page?.description).toContain('nobody knows which of these are good');
	});

	it('are typed when neither can be asked', () => {
		const broken = { ...rows, ledger: [{ error: 'database is locked' }] };
		const page = listed({ live: unseen, deployments: unseen }, broken);
		expect(fieldsOf(page)).toMatchObject([{ fieldType: 'text', fieldName: 'deployment' }]);
		expect(planned(page, ' x7 ').hand.entries).toMatchObject([{ toId: 'x7' }]);
		expect(planned(page, 'x7 or x8').next).toBe('end');
	});

	it('are none when nothing was ever verified, or what was is live', () => {
		expect(listed(undefined, { ...rows, ledger: [{}] })).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(/no verified deployment in the ledger yet/) },
		});
		expect(listed(undefined, { ...rows, ledger: [rows.ledger[0]] })).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(/no other verified deployment/) },
		});
	});

	it('of a typed target are whatever was deployed to that target', () => {
		const broken = { ...rows, catalog: [{ error: 'no such table' }] };
		const taken = answers(
			{ step: 'deployments', hand: first({}, broken).hand, platform: 'netlify', target: 'web' },
			broken,
		);
		expect(labelsOf(listed(undefined, broken, taken))).toEqual([expect.stringMatching(/^1111111 First/)]);
	});
});
