import manifest from '../../../workflows/manifest.json';
import setup00 from '../../../workflows/00-setup.json';
import deployFromGithub01 from '../../../workflows/01-deploy-from-github.json';
import release02 from '../../../workflows/02-release.json';
import deployService03 from '../../../workflows/03-deploy-service.json';
import rollbackService04 from '../../../workflows/04-rollback-service.json';
import manualRollback05 from '../../../workflows/05-manual-rollback.json';
import preview06 from '../../../workflows/06-preview.json';
import onFailure07 from '../../../workflows/07-on-failure.json';
import reconcile08 from '../../../workflows/08-reconcile.json';
import syncSecrets09 from '../../../workflows/09-sync-secrets.json';
import board10 from '../../../workflows/10-board.json';
import record11 from '../../../workflows/11-record.json';
import approve12 from '../../../workflows/12-approve.json';
import tell13 from '../../../workflows/13-tell.json';
import endRelease14 from '../../../workflows/14-end-release.json';
import onItsPlatform15 from '../../../workflows/15-on-its-platform.json';
import prepareByHand16 from '../../../workflows/16-prepare-by-hand.json';
import changeByHand17 from '../../../workflows/17-change-by-hand.json';
import planRelease18 from '../../../workflows/18-plan-release.json';
import tryCredentials19 from '../../../workflows/19-try-credentials.json';
import netlify20 from '../../../workflows/20-netlify.json';
import fly21 from '../../../workflows/21-fly.json';
import ecs22 from '../../../workflows/22-ecs.json';
import graphos23 from '../../../workflows/23-graphos.json';
import temporal24 from '../../../workflows/24-temporal.json';
import previewPart25 from '../../../workflows/25-preview-part.json';
import previewDatabase26 from '../../../workflows/26-preview-database.json';
import previewApp27 from '../../../workflows/27-preview-app.json';
import previewSite28 from '../../../workflows/28-preview-site.json';
import makeTables29 from '../../../workflows/29-make-tables.json';
import backUpDatabases30 from '../../../workflows/30-back-up-databases.json';
import restoreDatabase31 from '../../../workflows/31-restore-database.json';
import restoreDrill32 from '../../../workflows/32-restore-drill.json';
import dnsFailover33 from '../../../workflows/33-dns-failover.json';
import costReport34 from '../../../workflows/34-cost-report.json';
import securityAudit35 from '../../../workflows/35-security-audit.json';
import tellGrafana36 from '../../../workflows/36-tell-grafana.json';
import lookAtSubject37 from '../../../workflows/37-look-at-subject.json';
import checkMetric38 from '../../../workflows/38-check-metric.json';
import daily40 from '../../../workflows/40-daily.json';
import dailySums41 from '../../../workflows/41-daily-sums.json';
import sweepPreviews42 from '../../../workflows/42-sweep-previews.json';
import previewFromGithub43 from '../../../workflows/43-preview-from-github.json';
import readReports44 from '../../../workflows/44-read-reports.json';
import workOnCopy45 from '../../../workflows/45-work-on-copy.json';
import readBackups46 from '../../../workflows/46-read-backups.json';
import writeDownBackup47 from '../../../workflows/47-write-down-backup.json';
import weekly48 from '../../../workflows/48-weekly.json';
import leadANameAway49 from '../../../workflows/49-lead-a-name-away.json';
import failoverOnGrafanaAlert50 from '../../../workflows/50-failover-on-grafana-alert.json';
import { type Bundle, bundleOf } from './bundle';

/** By the names that the manifest has; the build puts them into the node's file. */
const contents = new Map<string, unknown>([
	['00-setup.json', setup00],
	['01-deploy-from-github.json', deployFromGithub01],
	['02-release.json', release02],
	['03-deploy-service.json', deployService03],
	['04-rollback-service.json', rollbackService04],
	['05-manual-rollback.json', manualRollback05],
	['06-preview.json', preview06],
	['07-on-failure.json', onFailure07],
	['08-reconcile.json', reconcile08],
	['09-sync-secrets.json', syncSecrets09],
	['10-board.json', board10],
	['11-record.json', record11],
	['12-approve.json', approve12],
	['13-tell.json', tell13],
	['14-end-release.json', endRelease14],
	['15-on-its-platform.json', onItsPlatform15],
	['16-prepare-by-hand.json', prepareByHand16],
	['17-change-by-hand.json', changeByHand17],
	['18-plan-release.json', planRelease18],
	['19-try-credentials.json', tryCredentials19],
	['20-netlify.json', netlify20],
	['21-fly.json', fly21],
	['22-ecs.json', ecs22],
	['23-graphos.json', graphos23],
	['24-temporal.json', temporal24],
	['25-preview-part.json', previewPart25],
	['26-preview-database.json', previewDatabase26],
	['27-preview-app.json', previewApp27],
	['28-preview-site.json', previewSite28],
	['29-make-tables.json', makeTables29],
	['30-back-up-databases.json', backUpDatabases30],
	['31-restore-database.json', restoreDatabase31],
	['32-restore-drill.json', restoreDrill32],
	['33-dns-failover.json', dnsFailover33],
	['34-cost-report.json', costReport34],
	['35-security-audit.json', securityAudit35],
	['36-tell-grafana.json', tellGrafana36],
	['37-look-at-subject.json', lookAtSubject37],
	['38-check-metric.json', checkMetric38],
	['40-daily.json', daily40],
	['41-daily-sums.json', dailySums41],
	['42-sweep-previews.json', sweepPreviews42],
	['43-preview-from-github.json', previewFromGithub43],
	['44-read-reports.json', readReports44],
	['45-work-on-copy.json', workOnCopy45],
	['46-read-backups.json', readBackups46],
	['47-write-down-backup.json', writeDownBackup47],
	['48-weekly.json', weekly48],
	['49-lead-a-name-away.json', leadANameAway49],
	['50-failover-on-grafana-alert.json', failoverOnGrafanaAlert50],
]);

/** The workflows that this version of the package brings. */
export function bundledWorkflows(): Bundle {
	return bundleOf(manifest, contents, 'this package');
}
