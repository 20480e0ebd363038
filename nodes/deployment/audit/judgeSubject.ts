import { isRecord, isTrueAt, listAt, textAt, valueAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';
import { readAddressSight } from './addressSight';
import { type AuditFinding, type AuditLine, auditLineNames, findingsOf } from './auditFinding';
import { addressFindings } from './checks/addressChecks';
import { certificateFinding } from './checks/certificateChecks';
import { repositoryFindings } from './checks/codeChecks';
import { projectFindings } from './checks/databaseChecks';
import { serviceFindings } from './checks/imageChecks';
import { redisFindings } from './checks/redisChecks';
import { secretFindings } from './checks/secretChecks';
import { unseenReason } from './unseen';

/** What one item tells, after it was looked at. */
export function judgeSubject(item: unknown, nowMs: number): AuditFinding[] {
	const subject = stringAt(item, 'subject');
	const seen = valueAt(item, 'seen');
	switch (stringAt(item, 'kind')) {
		case 'catalog':
			return listAt(item, 'findings').filter(isFinding);
		case 'repository':
			return repositoryFindings(subject, seen);
		case 'site':
		case 'app':
			return [...certificates(subject, seen, nowMs), ...ofAddress(subject, valueAt(item, 'answered'))];
		case 'address':
			return [...withoutCertificate(subject, item), ...ofAddress(subject, valueAt(item, 'answered'))];
		case 'service':
			return serviceFindings(subject, seen);
		case 'secret':
			return secretFindings(subject, seen, { isNamed: isTrueAt(item, 'isNamed'), nowMs });
		case 'project':
			return projectFindings(subject, {
				project: seen,
				computes: valueAt(item, 'computes'),
				organization: valueAt(item, 'organization'),
			});
		case 'redis':
			return redisFindings(subject, seen, valueAt(item, 'databases'));
		default:
			return [];
	}
}

function certificates(subject: string, seen: unknown, nowMs: number): AuditFinding[] {
	const make = findingsOf('tls', subject);
	const unseen = unseenReason(seen);
	if (unseen !== '') return [make.unknown('certificates', `Its certificates could not be read: ${unseen}`)];
	const found = listAt(seen, 'certificates').map((certificate) =>
		certificateFinding(
			subject,
			{
				name: textAt(certificate, 'name') ?? subject,
				expiresAt: stringAt(certificate, 'expiresAt'),
				state: stringAt(certificate, 'state'),
			},
			nowMs,
		),
	);
	if (found.length > 0) return found;
	return [make.unknown('certificates', 'It has no certificate of its own: its platform renews the one that it has')];
}

/** Its platform has no API of certificates in this bundle. */
function withoutCertificate(subject: string, item: unknown): AuditFinding[] {
	if (!stringAt(item, 'address').startsWith('https:')) return [];
	return [
		findingsOf('tls', subject).unknown(
			'certificate',
			'Until when its certificate lasts cannot be seen: a node of n8n may not look into TLS, and no API that the workflows have tells',
			'Let its issuer renew it by itself (AWS Certificate Manager does), and warn you',
		),
	];
}

function ofAddress(subject: string, answered: unknown): AuditFinding[] {
	const sight = readAddressSight(answered);
	if (sight !== null) return addressFindings(subject, sight);
	const reason = unseenReason(answered) || 'what came was not an answer';
	return (['tls', 'headers', 'cors', 'rateLimits'] as const).map((line) =>
		findingsOf(line, subject).unknown('answer', `It could not be asked: ${reason}`),
	);
}

function isFinding(value: unknown): value is AuditFinding {
	const line = textAt(value, 'line');
	return isRecord(value) && isLine(line) && typeof value.what === 'string' && typeof value.subject === 'string';
}

function isLine(line: string | null): line is AuditLine {
	return auditLineNames.some((name) => name === line);
}
