import { listAt, numberAt, textAt, textsAt } from '../../values/jsonFields';
import { type AuditFinding, findingsOf } from '../auditFinding';
import { unseenReason } from '../unseen';
import { secretNames } from './secretChecks';

/** What ECS: Service: Get Image Findings gave: ECR's findings for each image, and names of plain variables. */
export function serviceFindings(service: string, seen: unknown): AuditFinding[] {
	const unseen = unseenReason(seen);
	if (unseen !== '') {
		return (['containers', 'secrets'] as const).map((line) =>
			findingsOf(line, service).unknown('read', `It could not be read: ${unseen}`),
		);
	}
	const images = listAt(seen, 'images').map((image) => imageFinding(service, image));
	return [
		...(images.length > 0 ? images : [findingsOf('containers', service).unknown('image', 'It names no image')]),
		plainVariables(service, textsAt(seen, 'plainVariables')),
	];
}

function imageFinding(service: string, seen: unknown): AuditFinding {
	const container = textAt(seen, 'container') ?? 'the container';
	const make = findingsOf('containers', service);
	const check = `image of ${container}`;
	const image = textAt(seen, 'image') ?? 'its image';
	const reason = textAt(seen, 'reason') ?? 'AWS did not say why';
	switch (textAt(seen, 'scan')) {
		case 'complete':
			break;
		case 'never':
			return make.failed(
				check,
				`ECR never scanned ${image}`,
				'Switch on scanning for the registry in ECR: Private registry, Scanning',
			);
		default:
			return make.unknown(check, `The findings of ${image} could not be read: ${reason}`);
	}
	const count = (severity: string): number => numberAt(seen, 'findings', severity) ?? 0;
	const worst = ['critical', 'high'].filter((severity) => count(severity) > 0);
	const total = numberAt(seen, 'findings', 'total') ?? 0;
	if (worst.length === 0) {
		return make.passed(
			check,
			`ECR found nothing critical or high in ${image}${total === 0 ? '' : ` (${total} lesser)`}`,
		);
	}
	const counts = worst.map((severity) => `${count(severity)} ${severity}`).join(' and ');
	const names = textsAt(seen, 'examples').join(', ');
	return make.failed(
		check,
		`ECR found ${counts} in ${image}${names === '' ? '' : `: ${names}`}`,
		'Build the image anew on a base image that has the fixes',
		{ isSevere: true },
	);
}

function plainVariables(service: string, names: readonly string[]): AuditFinding {
	const make = findingsOf('secrets', service);
	const found = secretNames(names);
	if (found.length === 0)
		return make.passed('plain', 'No variable of its task definition looks like a secret in plain text');
	return make.failed(
		'plain',
		`Its task definition has in plain text what looks like a secret: ${found.join(', ')}`,
		'Move it to AWS Secrets Manager, and let the task definition name it under secrets; then change its value',
		{ isSevere: true },
	);
}
