package io.sandkeeper.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind of event, its name on the wire and its topic. */
public enum EventType {
    SANDBOX_REQUESTED("sandbox.requested", Topic.REQUESTS, SandboxRequested.class),
    PAUSE_REQUESTED("sandbox.pause-requested", Topic.REQUESTS, SessionRequest.PauseRequested.class),
    RESUME_REQUESTED(
            "sandbox.resume-requested", Topic.REQUESTS, SessionRequest.ResumeRequested.class),
    KILL_REQUESTED("sandbox.kill-requested", Topic.REQUESTS, SessionRequest.KillRequested.class),
    RECREATE_REQUESTED(
            "sandbox.recreate-requested", Topic.REQUESTS, SessionRequest.RecreateRequested.class),
    ARCHIVE_REQUESTED(
            "sandbox.archive-requested", Topic.REQUESTS, SessionRequest.ArchiveRequested.class),
    RETRY_REQUESTED("sandbox.retry-requested", Topic.REQUESTS, SessionRequest.RetryRequested.class),
    SETTINGS_CHANGE_REQUESTED(
            "sandbox.settings-change-requested",
            Topic.REQUESTS,
            SessionRequest.SettingsChangeRequested.class),

    ACTIVITY("sandbox.activity", Topic.ACTIVITY, SandboxUse.Activity.class),
    BUSY("sandbox.busy", Topic.ACTIVITY, SandboxUse.Busy.class),

    HEALTH_CHECK_REQUESTED(
            "sandbox.health-check-requested",
            Topic.HEALTH,
            HealthSignal.HealthCheckRequested.class),
    HEALTH_OBSERVED("sandbox.health-observed", Topic.HEALTH, HealthSignal.HealthObserved.class),

    GIT_CLONE_REQUESTED("git.clone-requested", Topic.GIT_REQUESTS, GitRequest.CloneRequested.class),
    GIT_FETCH_REQUESTED("git.fetch-requested", Topic.GIT_REQUESTS, GitRequest.FetchRequested.class),
    GIT_PULL_REQUESTED("git.pull-requested", Topic.GIT_REQUESTS, GitRequest.PullRequested.class),
    GIT_COMMIT_REQUESTED(
            "git.commit-requested", Topic.GIT_REQUESTS, GitRequest.CommitRequested.class),
    GIT_PUSH_REQUESTED("git.push-requested", Topic.GIT_REQUESTS, GitRequest.PushRequested.class),
    GIT_RELEASE_REQUESTED(
            "git.release-requested", Topic.GIT_REQUESTS, GitRequest.ReleaseRequested.class),

    GIT_STARTED("git.started", Topic.GIT_RESULTS, GitResult.Started.class),
    GIT_PROGRESSED("git.progressed", Topic.GIT_RESULTS, GitResult.Progressed.class),
    GIT_COMPLETED("git.completed", Topic.GIT_RESULTS, GitResult.Completed.class),
    GIT_CONFLICTED("git.conflicted", Topic.GIT_RESULTS, GitResult.Conflicted.class),
    GIT_FAILED("git.failed", Topic.GIT_RESULTS, GitResult.Failed.class),

    QUEUED("sandbox.queued", Topic.LIFECYCLE, Lifecycle.Queued.class),
    CREATING("sandbox.creating", Topic.LIFECYCLE, Lifecycle.Creating.class),
    READY("sandbox.ready", Topic.LIFECYCLE, Lifecycle.Ready.class),
    PAUSE_WARNING("sandbox.pause-warning", Topic.LIFECYCLE, Lifecycle.PauseWarning.class),
    PAUSING("sandbox.pausing", Topic.LIFECYCLE, Lifecycle.Pausing.class),
    PAUSED("sandbox.paused", Topic.LIFECYCLE, Lifecycle.Paused.class),
    RESUMING("sandbox.resuming", Topic.LIFECYCLE, Lifecycle.Resuming.class),
    RESUMED("sandbox.resumed", Topic.LIFECYCLE, Lifecycle.Resumed.class),
    SETTINGS_CHANGED("sandbox.settings-changed", Topic.LIFECYCLE, Lifecycle.SettingsChanged.class),
    HEALTH_CHANGED("sandbox.health-changed", Topic.LIFECYCLE, Lifecycle.HealthChanged.class),
    ARCHIVE_STORED("sandbox.archive-stored", Topic.LIFECYCLE, Lifecycle.ArchiveStored.class),
    LOST("sandbox.lost", Topic.LIFECYCLE, Lifecycle.Lost.class),
    RECREATION_STARTED("sandbox.recreation-started", Topic.LIFECYCLE, Recreation.Started.class),
    RECREATION_PROGRESS("sandbox.recreation-progress", Topic.LIFECYCLE, Recreation.Progress.class),
    RECREATION_COMPLETED(
            "sandbox.recreation-completed", Topic.LIFECYCLE, Recreation.Completed.class),
    RECREATION_FAILED("sandbox.recreation-failed", Topic.LIFECYCLE, Recreation.FailedAttempt.class),
    DATA_LOSS_DETECTED(
            "sandbox.data-loss-detected", Topic.LIFECYCLE, Lifecycle.DataLossDetected.class),
    EXPIRING("sandbox.expiring", Topic.LIFECYCLE, Lifecycle.Expiring.class),
    EXPIRED("sandbox.expired", Topic.LIFECYCLE, Lifecycle.Expired.class),
    KILLING("sandbox.killing", Topic.LIFECYCLE, Lifecycle.Killing.class),
    KILLED("sandbox.killed", Topic.LIFECYCLE, Lifecycle.Killed.class),
    FAILED("sandbox.failed", Topic.LIFECYCLE, Lifecycle.Failed.class),
    REQUEST_SUPERSEDED(
            "sandbox.request-superseded", Topic.LIFECYCLE, RequestOutcome.RequestSuperseded.class),
    REQUEST_REFUSED(
            "sandbox.request-refused", Topic.LIFECYCLE, RequestOutcome.RequestRefused.class),

    STATUS("sandbox.status", Topic.STATUS, SandboxStatus.class),

    BREAKER_CHANGED(
            "platform.breaker-changed", Topic.PLATFORM, PlatformNotice.BreakerChanged.class),
    QUEUE_REPORTED("platform.queue-reported", Topic.PLATFORM, PlatformNotice.QueueReported.class),
    BUDGET_WARNED("platform.budget-warned", Topic.PLATFORM, PlatformNotice.BudgetWarned.class),
    POOL_REPORTED("platform.pool-reported", Topic.PLATFORM, PlatformNotice.PoolReported.class),
    REGION_CHANGED("platform.region-changed", Topic.PLATFORM, PlatformNotice.RegionChanged.class),
    KEY_REFUSED("platform.key-refused", Topic.PLATFORM, PlatformNotice.KeyRefused.class),
    KILL_UNCONFIRMED(
            "platform.kill-unconfirmed", Topic.PLATFORM, PlatformNotice.KillUnconfirmed.class),
    STRAY_KILLED("platform.stray-killed", Topic.PLATFORM, PlatformNotice.StrayKilled.class);

    public static final String PREFIX = "io.sandkeeper.";

    private static final Map<Class<?>, EventType> BY_RECORD =
            Stream.of(values()).collect(Collectors.toMap(EventType::record, type -> type));
    private static final Map<String, EventType> BY_NAME = new HashMap<>();

    static {
        for (var type : values()) {
            BY_NAME.put(type.wireName(), type);
        }
    }

    private final String stem;
    private final String wireName;
    private final Topic topic;
    private final Class<? extends Event> record;

    EventType(String stem, Topic topic, Class<? extends Event> record) {
        this.stem = stem;
        this.wireName = PREFIX + stem + ".v1";
        this.topic = topic;
        this.record = record;
    }

    public static EventType of(Class<? extends Event> record) {
        var type = BY_RECORD.get(record);
        if (type == null) {
            throw new IllegalArgumentException(record + " has no event type");
        }
        return type;
    }

    public static Optional<EventType> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** Without prefix and version: {@code sandbox.requested}. */
    public String stem() {
        return stem;
    }

    /** The CloudEvents type: {@code io.sandkeeper.sandbox.requested.v1}. */
    public String wireName() {
        return wireName;
    }

    public Topic topic() {
        return topic;
    }

    public Class<? extends Event> record() {
        return record;
    }
}
