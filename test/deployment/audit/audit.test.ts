import { concludeAudit } from '../../../nodes/deployment/audit/audit';
import { auditPage } from '../../../nodes/deployment/audit/auditPage';
import { auditPages } from '../../../nodes/deployment/audit/auditPages';
import { auditReport, summaryOf } from '../../../nodes/deployment/audit/auditReport';
import { toAuditRow } from '../../../nodes/deployment/audit/auditRow';
import { planAudit, subjectKey } from '../../../nodes/deployment/audit/auditSubjects';
import example from '../../../docs/catalog.example.json';

const nowMs = Date.parse('2026-11-30T06:00:00Z');
const startedAt = new Date(nowMs - 60_000).toISOString();
const rows = example.map((row, index) => ({ id: index + 1, ...row }));

const planned = (more: readonly object[] = []) => {
	const items = planAudit([...rows, ...more], startedAt);
	if (items === null) throw new Error('Nothing planned');
	return items;
};
const failedCertificate = {
	ok: true,
	url: 'https://x',
	certificates: [{ name: 'paintbox.candlefish.ai', expiresAt: '2026-12-03T00:00:00Z' }],
};
const goodCertificate = {
	ok: true,
	url: 'https://x',
	certificates: [{ name: 'paintbox.candlefish.ai', expiresAt: '2027-02-03T00:00:00Z' }],
};
const certificateKey = 'tls/paintbox/certificate paintbox.candlefish.ai';

/** All items, nothing seen but the site's certificate. */
const looked = (seen: object, known: readonly object[] = []) =>
	planned(known).map((item) => (item.kind === 'site' && item.subject === 'paintbox' ? { ...item, seen } : item));
const concluded = (items: readonly unknown[]) => {
	const audit = concludeAudit(items, nowMs);
	if (audit === null) throw new Error('No audit');
	return audit;
};
const lastAudit = (severe: readonly string[]) => ({ id: 7, audit_id: startedAt, severe: JSON.stringify(severe) });

describe('what an audit looks at', () => {
	it('is each thing of the catalog once, whatever the order of the rows', () => {
		const keys = planned().map(subjectKey);
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys).toEqual(
			expect.arrayContaining([
				'catalog the catalog',
				'redis The Redis of the locks',
				'repository candlefish-ai/candlefish',
			]),
		);
		expect(new Set(keys.map((key) => key.split(' ')[0]))).toEqual(
			new Set(['catalog', 'redis', 'repository', 'site', 'app', 'service', 'address', 'secret', 'project']),
		);
		expect(new Set(planAudit([lastAudit([]), ...[...rows].reverse()], startedAt)?.map(subjectKey))).toEqual(
			new Set(keys),
		);
		expect(JSON.stringify(planned()[0]).length).toBeLessThan(16_000);
	});

	it('has the projects of databases, too, and takes none of their rows for an audit', () => {
		const database = {
			id: 1,
			database: 'paintbox',
			project: 'paintbox-production',
			branch: 'main',
			enabled: true,
			proven_at: '',
		};
		const items = planned([database, { ...database, id: 2, project: 'old', enabled: false }, lastAudit(['a'])]);
		expect(items.filter(({ kind }) => kind === 'project').map(({ subject }) => subject)).toEqual(
			expect.arrayContaining(['paintbox-production']),
		);
		expect(items.map(({ subject }) => subject)).not.toContain('old');
		expect(items[0]?.audit.known).toEqual(['a']);
	});

	it('is nothing without a row of the catalog', () => {
		expect(planAudit([], startedAt)).toBeNull();
		expect(planAudit([{}, lastAudit([])], startedAt)).toBeNull();
		expect(planAudit([{ error: 'no such table' }], startedAt)).toBeNull();
	});

	it('knows what the newest of the audits before had as severe, and when that could not be read', () => {
		const known = (...more: object[]) => planned(more)[0]?.audit.known;
		expect(known()).toEqual([]);
		expect(known(lastAudit(['a']), { ...lastAudit(['b']), id: 9 })).toEqual(['b']);
		expect(known({ ...lastAudit([]), severe: 'cut {' })).toBeNull();
		expect(known({ error: 'the table is away' })).toBeNull();
		expect(known({})).toEqual([]);
	});
});

describe('the verdict', () => {
	it('of a line is unknown where anything could not be seen, and never passed where nothing was', () => {
		const { lines } = concluded(looked(goodCertificate));
		expect(Object.fromEntries(lines.map(({ line, verdict }) => [line, verdict]))).toMatchObject({
			tls: 'unknown',
			headers: 'unknown',
			dependencies: 'unknown',
			redis: 'unknown',
		});
		expect(lines.every(({ verdict, findings }) => verdict !== 'passed' || findings.length > 0)).toBe(true);
	});

	it('of a run that died is unknown, and named', () => {
		const items = looked(goodCertificate).filter(
			({ kind, subject }) => subject !== 'candlefish-ai/candlefish' && kind !== 'redis',
		);
		const { findings } = concluded([...items, { error: 'out of memory' }]);
		const lost = findings.filter(({ check }) => check === 'look');
		expect(lost.map(({ line, subject }) => `${line} ${subject}`)).toEqual([
			'redis The Redis of the locks',
			...['dependencies', 'twoFactor', 'codeBackup'].map((line) => `${line} candlefish-ai/candlefish`),
		]);
		expect(lost[0]).toMatchObject({ verdict: 'unknown', what: expect.stringContaining('out of memory') });
		expect(concludeAudit([{ error: 'all died' }], nowMs)).toBeNull();
	});
});

describe('pages', () => {
	it('tell what is new and severe, once', () => {
		expect(auditPages(concluded(looked(failedCertificate)))).toMatchObject([
			{
				action: 'trigger',
				key: `slipway/audit/${certificateKey}`,
				severity: 'error',
				summary: expect.stringContaining('ends on 2026-12-03'),
			},
		]);
		expect(auditPages(concluded(looked(failedCertificate, [lastAudit([certificateKey])])))).toEqual([]);
	});

	it('end when it is seen to be well, and not when it could not be seen', () => {
		const known = [lastAudit([certificateKey])];
		expect(auditPages(concluded(looked(goodCertificate, known)))).toMatchObject([
			{ action: 'resolve', key: `slipway/audit/${certificateKey}` },
		]);
		expect(auditPages(concluded(looked({ ok: false, error: { message: '503' } }, known)))).toEqual([]);
	});

	it('stay known while it cannot be seen, so that they end when it is well, and end when it is gone', () => {
		const unseen = concluded(looked({ ok: false, error: { message: '503' } }, [lastAudit([certificateKey])]));
		expect(unseen.open).toEqual([certificateKey]);
		expect(JSON.parse(String(toAuditRow(unseen, '').severe))).toEqual([certificateKey]);
		const later = concluded(looked(goodCertificate, [lastAudit([...unseen.open])]));
		expect(later).toMatchObject({ open: [], mended: [certificateKey] });
		const gone = concluded(looked(goodCertificate, [lastAudit(['containers/candlefish/old/image of old'])]));
		expect(gone).toMatchObject({ open: [], mended: ['containers/candlefish/old/image of old'] });
	});

	it('tell all that is severe where the last audit could not be read', () => {
		const items = looked(failedCertificate, [{ ...lastAudit([certificateKey]), severe: '{' }]);
		expect(auditPages(concluded(items))).toHaveLength(1);
	});

	it('are ten at most, and one for the others', () => {
		const certificates = Array.from({ length: 30 }, (_, index) => ({
			name: `n${index}.candlefish.ai`,
			expiresAt: '2026-12-01T00:00:00Z',
		}));
		const pages = auditPages(concluded(looked({ ok: true, certificates })));
		expect(pages).toHaveLength(11);
		expect(pages.at(-1)?.summary).toContain('20 more severe findings');
		expect(new Set(pages.map(({ key }) => key)).size).toBe(11);
	});
});

describe('the report', () => {
	const foul = '</li><script>alert(1)</script> @somebody `x` | y';
	const certificates = [{ name: foul, expiresAt: '2026-12-01T00:00:00Z' }];
	const audit = concluded(looked({ ok: true, certificates }));

	it('has every line, the failed first, and no text of others as format', () => {
		const report = auditReport(audit);
		expect(report).toContain('# Security audit of 2026-11-30');
		for (const { title } of audit.lines) expect(report).toContain(`## ${title}`);
		expect(report).not.toContain('<script>');
		expect(report).not.toMatch(/@somebody/);
		const tls = report.slice(report.indexOf('## TLS'));
		expect(tls.indexOf('FAILED, severe')).toBeLessThan(tls.indexOf('could not be checked**'));
		expect(tls.indexOf('FAILED, severe')).toBeGreaterThan(0);
	});

	it('is a page that loads and runs nothing', () => {
		const page = auditPage(audit);
		expect(page).not.toContain('<script>');
		expect(page).toContain("default-src 'none'");
		expect(page).toContain(summaryOf(audit));
	});

	it('is a row with counts that add up, and the ends of certificates', () => {
		const row = toAuditRow(audit, auditReport(audit));
		expect(Number(row.passed) + Number(row.failed) + Number(row.unknown)).toBe(audit.findings.length);
		expect(JSON.parse(String(row.certificates))).toEqual([
			{ subject: 'paintbox', name: foul, expiresAt: '2026-12-01T00:00:00Z' },
		]);
		expect(JSON.parse(String(row.severe))).toEqual([`tls/paintbox/certificate ${foul}`]);
		expect(Object.values(row).every((value) => ['string', 'number'].includes(typeof value))).toBe(true);
	});
});
