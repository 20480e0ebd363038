import { writeJson } from '../values/json';
import type { Audit } from './audit';

/** An audit as a row of `slipway_audits`. `report` is Markdown. */
export function toAuditRow(audit: Audit, report: string): Record<string, string | number> {
	const { startedAt, finishedAt, findings, lines, certificates } = audit;
	const count = (verdict: string): number => findings.filter((finding) => finding.verdict === verdict).length;
	return {
		audit_id: startedAt,
		started_at: startedAt,
		finished_at: finishedAt,
		passed: count('passed'),
		failed: count('failed'),
		unknown: count('unknown'),
		severe: writeJson(audit.open),
		lines: writeJson(lines.map(({ line, verdict, words }) => ({ line, verdict, words }))),
		certificates: writeJson(certificates),
		findings: writeJson(
			findings
				.filter(({ verdict }) => verdict === 'failed')
				.map(({ line, subject, what, advice, isSevere }) => ({ line, subject, what, advice, isSevere }))
				.slice(0, 100),
		),
		report,
	};
}
