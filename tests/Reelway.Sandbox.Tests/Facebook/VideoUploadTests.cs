using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reelway.Sandbox.Facebook;

namespace Reelway.Sandbox.Tests.Facebook;

public sealed class VideoUploadTests
{
    private const int Size = 1_500_000;

    private static readonly SandboxOptions SmallWindows = new()
    {
        Facebook = new() { Settings = new() { SmallestWindowBytes = 10_000, LargestWindowBytes = 300_000 } },
    };

    [Fact]
    public async Task Bytes_sent_in_the_windows_asked_for_arrive_unchanged()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var bytes = GraphCaller.Bytes(Size);

        var id = await GraphCaller.Page(http).PublishAsync(bytes, ("title", "Launch"), ("description", "Thanks"), ("published", "true"));

        var video = Assert.Single(http.Server.Facebook.Videos);
        Assert.Equal(
            (id, GraphCaller.PageId, "Launch", "Thanks", true, (long)Size, Convert.ToHexStringLower(SHA256.HashData(bytes))),
            (video.Id, video.PageId, video.Title, video.Description, video.Published, video.Bytes, video.Sha256));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(video.File, SandboxHttp.Cancellation));
        using var file = await http.SendAsync(HttpMethod.Get, $"/_sandbox/facebook/videos/{id}/file");
        Assert.Equal(bytes, await file.Content.ReadAsByteArrayAsync(SandboxHttp.Cancellation));
    }

    [Fact]
    public async Task Start_gives_offsets_as_strings_and_transfer_as_numbers()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);

        var start = (await page.StartAsync(Size)).Ok();
        var end = (int)GraphCaller.Number(start, "end_offset");
        var transfer = (await page.TransferAsync(start.GetProperty("upload_session_id").GetString()!, 0, new byte[end])).Ok();

        Assert.Equal(JsonValueKind.String, start.GetProperty("start_offset").ValueKind);
        Assert.Equal("0", start.GetProperty("start_offset").GetString());
        Assert.Equal(JsonValueKind.String, start.GetProperty("end_offset").ValueKind);
        Assert.Equal(JsonValueKind.Number, transfer.GetProperty("start_offset").ValueKind);
        Assert.Equal(end, transfer.GetProperty("start_offset").GetInt64());
    }

    [Fact]
    public async Task Windows_vary_in_size_so_that_no_client_can_use_its_own()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);
        var started = (await page.StartAsync(Size)).Ok();
        var session = started.GetProperty("upload_session_id").GetString()!;
        var (start, end) = (0L, GraphCaller.Number(started, "end_offset"));
        var sizes = new List<long>();

        while (start < end)
        {
            sizes.Add(end - start);
            var answer = (await page.TransferAsync(session, start, new byte[end - start])).Ok();
            (start, end) = (GraphCaller.Number(answer, "start_offset"), GraphCaller.Number(answer, "end_offset"));
        }

        Assert.Equal(Size, sizes.Sum());
        Assert.True(sizes.Count >= 5 && sizes.Distinct().Count() == sizes.Count, string.Join(" ", sizes));
        Assert.All(sizes.SkipLast(1), size => Assert.InRange(size, 10_000, 300_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_start_offset_is_refused_with_the_right_ones(bool asString)
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        http.Server.Facebook.Settings = http.Server.Facebook.Settings with { ErrorDataAsString = asString };
        var page = GraphCaller.Page(http);
        var started = (await page.StartAsync(Size)).Ok();
        var end = GraphCaller.Number(started, "end_offset");

        var answer = await page.TransferAsync(started.GetProperty("upload_session_id").GetString()!, 1, new byte[end - 1]);

        var error = answer.Error(6001, 1363037);
        Assert.Equal(500, answer.Status);
        Assert.False(error.GetProperty("is_transient").GetBoolean());
        var data = error.GetProperty("error_data");
        Assert.Equal(asString ? JsonValueKind.String : JsonValueKind.Object, data.ValueKind);
        var offsets = asString ? JsonDocument.Parse(data.GetString()!).RootElement : data;
        Assert.Equal((0L, end), (GraphCaller.Number(offsets, "start_offset"), GraphCaller.Number(offsets, "end_offset")));
        Assert.Equal(0, Assert.Single(http.Server.Facebook.Videos).Bytes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-10_000)]
    public async Task A_chunk_that_does_not_fill_the_window_exactly_is_refused(int difference)
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);
        var started = (await page.StartAsync(Size)).Ok();
        var end = GraphCaller.Number(started, "end_offset");
        var session = started.GetProperty("upload_session_id").GetString()!;

        var error = (await page.TransferAsync(session, 0, new byte[Math.Max(0, end + difference)])).Error(6001, 1363037);

        Assert.Equal(end, GraphCaller.Number(error.GetProperty("error_data"), "end_offset"));
        (await page.TransferAsync(session, 0, new byte[end])).Ok();
    }

    [Fact]
    public async Task The_same_chunk_sent_twice_is_refused_with_the_next_window()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);
        var started = (await page.StartAsync(Size)).Ok();
        var end = GraphCaller.Number(started, "end_offset");
        var session = started.GetProperty("upload_session_id").GetString()!;
        (await page.TransferAsync(session, 0, new byte[end])).Ok();

        var error = (await page.TransferAsync(session, 0, new byte[end])).Error(6001, 1363037);

        Assert.Equal(end, GraphCaller.Number(error.GetProperty("error_data"), "start_offset"));
    }

    [Fact]
    public async Task Two_at_once_on_one_window_are_taken_once()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);
        var started = (await page.StartAsync(Size)).Ok();
        var end = GraphCaller.Number(started, "end_offset");
        var session = started.GetProperty("upload_session_id").GetString()!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => page.TransferAsync(session, 0, new byte[end])));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(end, Assert.Single(http.Server.Facebook.Videos).Bytes);
    }

    [Fact]
    public async Task Two_uploads_at_once_do_not_mix()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var files = Enumerable.Range(1, 3).Select(i => GraphCaller.Bytes(400_000 + i)).ToArray();

        var ids = await Task.WhenAll(files.Select(file => GraphCaller.Page(http).PublishAsync(file)));

        foreach (var (id, file) in ids.Zip(files))
        {
            var video = Assert.Single(http.Server.Facebook.Videos, video => video.Id == id);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), video.Sha256);
        }
    }

    [Fact]
    public async Task Finish_before_all_bytes_arrived_is_refused()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);
        var started = (await page.StartAsync(Size)).Ok();

        (await page.FinishAsync(started.GetProperty("upload_session_id").GetString()!)).Error(100);

        Assert.Equal(VideoStatus.Uploading, Assert.Single(http.Server.Facebook.Videos).Status);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("finish")]
    [InlineData("unknown")]
    public async Task A_session_that_is_over_or_unknown_takes_no_more(string end)
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);
        var (session, _, _) = await page.TransferAllAsync(GraphCaller.Bytes(5_000));
        if (end != "unknown")
        {
            (await page.UploadAsync(("upload_phase", end), ("upload_session_id", session))).Ok();
        }

        (await page.TransferAsync(end == "unknown" ? "1" : session, 0, new byte[1])).Error(100, 33);
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_no_video_and_no_file()
    {
        await using var http = await SandboxHttp.StartAsync(SmallWindows);
        var page = GraphCaller.Page(http);
        var (session, video, _) = await page.TransferAllAsync(GraphCaller.Bytes(5_000));
        var file = Assert.Single(http.Server.Facebook.Videos).File;
        Assert.True(File.Exists(file));

        (await page.UploadAsync(("upload_phase", "cancel"), ("upload_session_id", session))).Ok();

        Assert.False(File.Exists(file));
        (await page.GetAsync(video)).Error(100, 33);
    }

    [Fact]
    public async Task A_session_ends_by_itself_after_a_day()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(SmallWindows with { Time = time });
        var page = GraphCaller.Page(http);
        var started = (await page.StartAsync(Size)).Ok();
        time.Advance(TimeSpan.FromHours(24));

        (await page.TransferAsync(started.GetProperty("upload_session_id").GetString()!, 0, new byte[1])).Error(100, 33);

        Assert.Equal(VideoStatus.Expired, Assert.Single(http.Server.Facebook.Videos).Status);
    }

    [Fact]
    public async Task An_upload_on_the_graph_host_is_refused()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await GraphCaller.Page(http).PostAsync($"{GraphCaller.PageId}/videos", ("upload_phase", "start"), ("file_size", "10"))).Error(100);

        Assert.Empty(http.Server.Facebook.Videos);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("many")]
    [InlineData("99999999999999")]
    public async Task A_size_that_cannot_be_is_refused(string size)
    {
        await using var http = await SandboxHttp.StartAsync();

        (await GraphCaller.Page(http).UploadAsync(("upload_phase", "start"), ("file_size", size))).Error(100);
    }

    [Fact]
    public async Task Only_the_token_of_the_page_itself_may_upload()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await new GraphCaller(http, GraphCaller.OtherPageToken).StartAsync(10)).Error(200);
        (await GraphCaller.User(http).StartAsync(10)).Error(210);
        (await new GraphCaller(http, "EAAunknown").StartAsync(10)).Error(190);

        Assert.Empty(http.Server.Facebook.Videos);
    }

    [Fact]
    public async Task A_page_on_which_the_user_may_not_publish_refuses_it()
    {
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions
        {
            Facebook = new() { Pages = [new() { Id = GraphCaller.PageId, Name = "Quiet Stage", Token = GraphCaller.PageToken, Tasks = ["ANALYZE"] }] },
        });

        (await GraphCaller.Page(http).StartAsync(10)).Error(200);
    }

    [Fact]
    public async Task A_request_beyond_a_gigabyte_is_answered_413_without_a_body()
    {
        await using var http = await SandboxHttp.StartAsync();
        using var client = new TcpClient("127.0.0.1", http.Server.HttpUrl.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /facebook/graph-video/v23.0/{GraphCaller.PageId}/videos HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000001\r\n\r\n--b\r\n"), SandboxHttp.Cancellation);

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(SandboxHttp.Cancellation);

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_in_the_middle_of_a_chunk_leaves_the_window_open()
    {
        await using var http = await SandboxHttp.StartAsync();
        var page = GraphCaller.Page(http);
        var bytes = GraphCaller.Bytes(200_000);
        var session = (await page.StartAsync(bytes.Length)).Ok().GetProperty("upload_session_id").GetString()!;
        using (var client = new TcpClient("127.0.0.1", http.Server.HttpUrl.Port))
        {
            var fields = new[] { ("upload_phase", "transfer"), ("upload_session_id", session), ("start_offset", "0"), ("access_token", GraphCaller.PageToken) };
            var body = string.Concat(fields.Select(field => $"--b\r\nContent-Disposition: form-data; name=\"{field.Item1}\"\r\n\r\n{field.Item2}\r\n"))
                + "--b\r\nContent-Disposition: form-data; name=\"video_file_chunk\"; filename=\"c\"\r\n\r\n" + new string('x', 100_000);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /facebook/graph-video/v23.0/{GraphCaller.PageId}/videos HTTP/1.1\r\nHost: x\r\n"
                + $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 200600\r\n\r\n{body}"), SandboxHttp.Cancellation);
        }

        await http.Server.Facebook.Requests.WaitAsync(requests => requests.Count == 2, SandboxHttp.Cancellation);

        Assert.NotEqual(200, http.Server.Facebook.Requests.Entries[1].Status);
        Assert.Equal(0, Assert.Single(http.Server.Facebook.Videos).Bytes);
        (await page.TransferAsync(session, 0, bytes)).Ok();
    }
}
