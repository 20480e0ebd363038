import type { Metric } from '../../ledger/metrics';
import { escapeHtml } from '../../values/html';
import type { Board } from '../board';
import { dayChart } from '../sparkLine';

const names: Readonly<Record<Metric['name'], string>> = {
	changeLeadTime: 'Change lead time',
	deploymentFrequency: 'Deployment frequency',
	changeFailRate: 'Change fail rate',
	failedDeploymentRecoveryTime: 'Failed deployment recovery time',
	deploymentReworkRate: 'Deployment rework rate',
};

/** DORA's five, each with how it is computed, and the days they come from. */
export function metricTiles({ metrics, days }: Board): string {
	const tiles = metrics.map(
		(metric) =>
			`<div class="card tile"><small>${names[metric.name]}</small><b>${escapeHtml(valueText(metric))}</b><small>${escapeHtml(basisText(metric))}</small><details><summary>How it is computed</summary>${escapeHtml(metric.howComputed)}</details></div>`,
	);
	return `<div class="tiles">${tiles.join('')}</div><div class="card chart">${dayChart(days)}<small>Deployments a day, the last ${days.length} days; what failed hangs below the line.</small></div>`;
}

function valueText({ value, unit }: Metric): string {
	if (value === null) return 'none';
	if (unit === 'share') return `${Math.round(value * 100)} %`;
	if (unit === 'perDay') return value >= 10 ? `${Math.round(value)} a day` : `${Number(value.toFixed(1))} a day`;
	if (value < 120) return `${Math.round(value)} s`;
	if (value < 7_200) return `${Math.round(value / 60)} min`;
	return `${Math.round(value / 3_600)} h`;
}

/** What the value comes from: `median of 47 deployments`, `5 of 40 (12 %)`. */
function basisText({ unit, text }: Metric): string {
	const basis = /\((.+)\)$/.exec(text)?.[1];
	return unit === 'seconds' && basis !== undefined ? `median of ${basis}` : text;
}
