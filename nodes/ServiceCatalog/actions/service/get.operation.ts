import { effectiveWaves, rowKey } from '../../../deployment/catalog/catalogDependencies';
import type { CatalogRow } from '../../../deployment/catalog/catalogRow';
import { nearNames } from '../../../deployment/values/nearNames';
import { describeIssue, readServiceCatalog } from '../../../deployment/catalog/serviceCatalog';
import { OperationFailure } from '../../../shared/operation/errors';
import { requiredTextField } from '../../../shared/fields/fields';
import type { CatalogOperation } from '../catalogOperation';
import { rowJson } from '../../output/rowJson';

/** With an issue in one of these, it is not known what the row means. */
const identifyingFields: readonly string[] = ['service', 'environment', 'platform', 'target'];

const serviceField = requiredTextField('Service', 'service', {
	placeholder: 'paintbox-frontend',
	description: 'As its row names it',
});

const environmentField = requiredTextField('Environment', 'environment', { default: 'production' });

export const get: CatalogOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a service',
	description: 'Find the row of one service in one environment',
	properties: [serviceField, environmentField],
	execute(context, rows) {
		const service = serviceField.read(context);
		const environment = environmentField.read(context);
		const catalog = readServiceCatalog(rows);
		const row = catalog.rows.find(
			(candidate) => rowKey(candidate.service, candidate.environment) === rowKey(service, environment),
		);
		if (row === undefined) throw missing(service, environment, catalog.rows);
		const issues = catalog.issues.filter((issue) => issue.row === row.rowNumber);
		const unclear = issues.filter(({ field }) => identifyingFields.includes(field));
		if (unclear.length > 0) {
			throw new OperationFailure(
				`The catalog does not say clearly what ${service} in ${environment} is: ${unclear.map(describeIssue).join('; ')}`,
				unclear.map(({ advice }) => advice).join('. '),
			);
		}
		const wave = effectiveWaves(catalog.rows).get(rowKey(row.service, row.environment)) ?? row.wave;
		return [
			{
				json: {
					...rowJson(row, wave),
					hold: row.hold,
					holdReason: row.holdReason,
					branches: [...row.branches],
					warnings: issues.map(describeIssue),
				},
				rowNumbers: [row.rowNumber],
			},
		];
	},
};

function missing(service: string, environment: string, rows: readonly CatalogRow[]): OperationFailure {
	const elsewhere = rows
		.filter((row) => row.service.toLowerCase() === service.toLowerCase())
		.map((row) => row.environment);
	const near = nearNames(
		service,
		rows.filter((row) => row.environment.toLowerCase() === environment.toLowerCase()).map((row) => row.service),
	);
	const advice =
		elsewhere.length > 0
			? `${service} has rows for ${elsewhere.join(', ')}: correct Environment, or add a row`
			: near.length > 0
				? `Did you mean ${near.join(' or ')}?`
				: `The catalog holds ${rows
						.map((row) => `${row.service} (${row.environment})`)
						.slice(0, 20)
						.join(', ')}`;
	return new OperationFailure(`The catalog has no service "${service}" in ${environment}`, advice);
}
