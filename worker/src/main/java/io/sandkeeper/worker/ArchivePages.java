package io.sandkeeper.worker;

import io.sandkeeper.worker.archive.Archive;
import io.sandkeeper.worker.archive.Archives;
import io.sandkeeper.worker.archive.Contents;
import io.sandkeeper.worker.session.SessionId;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /v1/sessions/<session>/archives}: the copies of a session's files, the newest first; and
 * {@code archive.zip} beside it: the newest one, to take away.
 */
@RestController
final class ArchivePages {
    private final Archives archives;

    ArchivePages(Archives archives) {
        this.archives = archives;
    }

    @GetMapping("/v1/sessions/{session}/archives")
    List<Map<String, Object>> list(@PathVariable String session) {
        return archives.list(id(session)).stream().map(ArchivePages::shown).toList();
    }

    private static SessionId id(String session) {
        if (session.isBlank()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "a session's id must not be blank");
        }
        return new SessionId(session);
    }

    private static Map<String, Object> shown(Archive archive) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("archiveId", archive.id().value());
        shown.put("takenAt", archive.takenAt());
        shown.put("files", archive.tally().files());
        shown.put("bytes", archive.tally().bytes());
        shown.put("transferredBytes", archive.tally().transferred());
        shown.put("leftOut", archive.tally().leftOut());
        return shown;
    }

    @GetMapping("/v1/sessions/{session}/archive.zip")
    ResponseEntity<StreamingResponseBody> zip(@PathVariable String session) {
        return archives.list(id(session)).stream()
                .flatMap(one -> archives.intact(one).stream())
                .findFirst()
                .map(contents -> download(session, contents))
                .orElseGet(
                        () ->
                                text(
                                        HttpStatus.NOT_FOUND,
                                        "There is no copy of the files of session '%s': it is made before a pause, while the session is used, and by archive-requested."
                                                .formatted(session)));
    }

    private static ResponseEntity<StreamingResponseBody> download(
            String session, Contents contents) {
        var name = session.replaceAll("[^\\w.-]", "_") + ".zip";
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(contents::exportZip);
    }

    @ExceptionHandler(StoreUnavailable.class)
    ResponseEntity<StreamingResponseBody> unavailable() {
        return text(HttpStatus.SERVICE_UNAVAILABLE, "The archives cannot be reached now.");
    }

    private static ResponseEntity<StreamingResponseBody> text(HttpStatus status, String words) {
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_PLAIN)
                .body(out -> out.write((words + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
