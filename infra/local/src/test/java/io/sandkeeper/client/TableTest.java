package io.sandkeeper.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sandkeeper.client.Table.Cell;
import io.sandkeeper.client.Table.Column;
import io.sandkeeper.events.SessionState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

class TableTest {
    private static final List<Column> COLUMNS = List.of(new Column("A", 5), new Column("B", 0));

    private final Table plain = new Table(COLUMNS, false);

    @Test
    void columns_begin_below_each_other() {
        assertThat(plain.line(List.of(Cell.of("ab"), Cell.of("c")))).isEqualTo("ab     c");
        assertThat(plain.line(List.of(Cell.of("abcde"), Cell.of("c")))).isEqualTo("abcde  c");
    }

    @Test
    void what_is_too_long_is_cut_but_never_the_last_column() {
        var url = "http://3000-i0123456789abcdef.localhost:3900/a/path/that/goes/on/and/on";

        var line = plain.line(List.of(Cell.of("abcdefgh"), Cell.of(url)));

        assertThat(line).isEqualTo("abcd…  " + url);
    }

    @Test
    void a_text_cannot_move_the_cursor_or_hide() {
        assertThat(Table.printable("\033[2Jgone\r\n\tx\u202Ey\u200Bz"))
                .isEqualTo(" [2Jgone   x y z");
    }

    @Test
    void colours_do_not_change_where_columns_begin() {
        var painted = new Table(COLUMNS, true);
        var cells = List.of(new Cell("ab", Style.GOOD), Cell.of("c"));

        var line = painted.line(cells);

        assertThat(line).isEqualTo("\033[32mab\033[0m     c");
        assertThat(line.replaceAll("\033\\[\\d+m", "")).isEqualTo(plain.line(cells));
    }

    @ParameterizedTest
    @EnumSource(SessionState.class)
    void every_state_fits_its_column(SessionState state) {
        assertThat(state.name().length()).isLessThanOrEqualTo(ListCommand.STATE_WIDTH);
    }
}
