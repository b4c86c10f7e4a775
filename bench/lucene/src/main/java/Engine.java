import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene over the corpora and questions of the benchmark: {@code build ARTICLES FOLDER}, {@code ask QUESTIONS FOLDER} or
 * {@code once QUESTIONS FOLDER} (the first question about a common word), each one JSON value on standard output, as
 * {@code python -m bench.run} prints for the other engines.
 *
 * <p>English stems without stop words, positions, stored titles and texts, one segment, no cache of queries.
 */
public final class Engine {
  /** Each question is asked so often; the median counts. Before, all are asked so often that the compiler has warmed. */
  private static final int REPEATS = 7, WARMING = 3;
  /** Ordinals count from year 1, epoch days from 1970. */
  private static final long EPOCH = 719_163;

  private static final Analyzer ANALYZER = new EnglishAnalyzer(CharArraySet.EMPTY_SET);

  private final IndexSearcher searcher;
  private final UnifiedHighlighter highlighter;
  private final int outlets;

  private Engine(Path folder) throws IOException {
    var reader = DirectoryReader.open(new MMapDirectory(folder));
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    highlighter = UnifiedHighlighter.builder(searcher, ANALYZER).build();
    outlets = reader.leaves().get(0).reader().getSortedDocValues("outlet").getValueCount();
  }

  public static void main(String[] given) throws Exception {
    Path source = Path.of(given[1]), folder = Path.of(given[2]);
    Object told =
        switch (given[0]) {
          case "build" -> build(source, folder);
          case "ask" -> new Engine(folder).ask(questions(source));
          default -> new Engine(folder).once(questions(source));
        };
    System.out.println(told);
  }

  private static List<JsonObject> questions(Path source) throws IOException {
    var asked = new ArrayList<JsonObject>();
    JsonParser.parseString(Files.readString(source)).getAsJsonArray().forEach(q -> asked.add(q.getAsJsonObject()));
    return asked;
  }

  // -- building

  private static JsonObject build(Path articles, Path folder) throws IOException {
    long started = System.nanoTime(), raw = 0;
    int count = 0;
    var config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256).setMergeScheduler(new SerialMergeScheduler());
    try (var writer = new IndexWriter(new MMapDirectory(folder), config); BufferedReader lines = Files.newBufferedReader(articles)) {
      for (String line; (line = lines.readLine()) != null; ) {
        var item = JsonParser.parseString(line).getAsJsonObject();
        if (text(item, "title").isEmpty() && text(item, "body").isEmpty()) {
          continue;
        }
        writer.addDocument(document(item, count));
        raw += (text(item, "title") + text(item, "body")).getBytes(StandardCharsets.UTF_8).length;
        count++;
      }
      writer.forceMerge(1);
      writer.commit();
    }
    var told = new JsonObject();
    told.addProperty("articles", count);
    told.addProperty("raw", raw);
    told.addProperty("seconds", (System.nanoTime() - started) / 1e9);
    told.addProperty("processor", processor());
    return told;
  }

  private static Document document(JsonObject item, int number) {
    String date = text(item, "date"), id = text(item, "id"), outlet = text(item, "outlet");
    long day = date.length() < 10 ? 0 : LocalDate.parse(date.substring(0, 10)).toEpochDay() + EPOCH;
    long month = date.length() < 7 ? 0 : Long.parseLong(date.substring(0, 4)) * 12 + Long.parseLong(date.substring(5, 7)) - 1;
    var made = new Document();
    made.add(new StringField("id", id.isEmpty() ? Integer.toString(number) : id, Field.Store.YES));
    made.add(new TextField("title", text(item, "title"), Field.Store.YES));
    made.add(new TextField("body", text(item, "body"), Field.Store.YES));
    made.add(new StringField("outlet", outlet, Field.Store.NO));
    made.add(new SortedDocValuesField("outlet", new BytesRef(outlet)));
    made.add(new LongField("day", day, Field.Store.NO));
    made.add(new NumericDocValuesField("month", month));
    return made;
  }

  private static String text(JsonObject item, String name) {
    return item.has(name) && !item.get(name).isJsonNull() ? item.get(name).getAsString() : "";
  }

  /** Seconds of the processor, of all threads. */
  private static double processor() {
    var system = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  // -- asking

  private int once(List<JsonObject> asked) throws IOException {
    var query = query(asked.stream().filter(q -> q.get("kind").getAsString().equals("common")).findFirst().get());
    return second(query, first(query).best());
  }

  private JsonObject ask(List<JsonObject> asked) throws Exception {
    for (int i = 0; i < WARMING; i++) {
      for (var question : asked) {
        second(query(question), first(query(question)).best());
      }
    }
    var times = new JsonArray();
    for (var question : asked) {
      times.add(timed(question));
    }
    var told = new JsonObject();
    told.add("times", times);
    return told;
  }

  private JsonObject timed(JsonObject question) throws Exception {
    var found = first(query(question));
    var told = new JsonObject();
    told.add("kind", question.get("kind"));
    told.add("words", question.get("words"));
    told.addProperty("first_ms", median(() -> first(query(question))));
    told.addProperty("second_ms", median(() -> second(query(question), found.best())));
    told.addProperty("total", found.total());
    told.addProperty("hits", found.best().scoreDocs.length);
    return told;
  }

  private static double median(Callable<?> work) throws Exception {
    var taken = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      long started = System.nanoTime();
      work.call();
      taken[i] = (System.nanoTime() - started) / 1e6;
    }
    Arrays.sort(taken);
    return taken[REPEATS / 2];
  }

  private static Query query(JsonObject question) {
    List<String> words = new ArrayList<>();
    for (JsonElement word : question.getAsJsonArray("words")) {
      words.add(word.getAsString());
    }
    var whole = new BooleanQuery.Builder().add(worded(words, question.get("mode").getAsString()), Occur.MUST);
    if (!question.get("days").isJsonNull()) {
      var days = question.getAsJsonArray("days");
      whole.add(LongField.newRangeQuery("day", ordinal(days.get(0)), ordinal(days.get(1))), Occur.FILTER);
    }
    if (!question.get("outlet").isJsonNull()) {
      whole.add(new TermQuery(new Term("outlet", question.get("outlet").getAsString())), Occur.FILTER);
    }
    return whole.build();
  }

  private static long ordinal(JsonElement day) {
    return LocalDate.parse(day.getAsString().substring(0, 10)).toEpochDay() + EPOCH;
  }

  private static Query worded(List<String> words, String mode) {
    var builder = new QueryBuilder(ANALYZER);
    if (mode.equals("prefix")) {
      return either(new PrefixQuery(new Term("title", words.get(0))), new PrefixQuery(new Term("body", words.get(0))));
    }
    if (mode.equals("phrase")) {
      String phrase = String.join(" ", words);
      return either(builder.createPhraseQuery("title", phrase), builder.createPhraseQuery("body", phrase));
    }
    var all = new BooleanQuery.Builder();
    for (String word : words) {
      var anywhere = either(builder.createBooleanQuery("title", word), builder.createBooleanQuery("body", word));
      all.add(anywhere, mode.equals("all") ? Occur.MUST : Occur.SHOULD);
    }
    return all.build();
  }

  private static Query either(Query title, Query body) {
    return new BooleanQuery.Builder().add(title, Occur.SHOULD).add(body, Occur.SHOULD).build();
  }

  /** The ten best, how many match, and how many values the two facets of the matches have. */
  private record Found(TopDocs best, int total, int outlets, int months) {}

  private Found first(Query query) throws IOException {
    var best = TopScoreDocCollector.create(10, Integer.MAX_VALUE);
    var counted = new Counts(outlets);
    searcher.search(query, MultiCollector.wrap(best, counted));
    int found = (int) Arrays.stream(counted.outlets).filter(n -> n > 0).count();
    int months = (int) Arrays.stream(counted.months).filter(n -> n > 0).count();
    return new Found(best.topDocs(), counted.total, found, months);
  }

  private int second(Query query, TopDocs best) throws IOException {
    var stored = searcher.storedFields();
    for (ScoreDoc each : best.scoreDocs) {
      stored.document(each.doc, Set.of("title"));
    }
    return highlighter.highlight("body", query, best, 1).length;
  }

  /** Counts all matches by outlet and by month. */
  private static final class Counts extends SimpleCollector {
    private final int[] outlets;
    private final int[] months = new int[12 * 10_000];
    private int total;
    private SortedDocValues outlet;
    private NumericDocValues month;

    Counts(int size) {
      outlets = new int[size];
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      outlet = context.reader().getSortedDocValues("outlet");
      month = context.reader().getNumericDocValues("month");
    }

    @Override
    public void collect(int doc) throws IOException {
      total++;
      if (outlet.advanceExact(doc)) {
        outlets[outlet.ordValue()]++;
      }
      if (month.advanceExact(doc)) {
        months[(int) month.longValue()]++;
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}
